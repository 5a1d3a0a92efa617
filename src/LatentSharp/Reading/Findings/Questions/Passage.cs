using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>An answer as it is written: sentences, and the numbers they cite.</summary>
internal sealed class Passage
{
    private readonly List<string> sentences = [];
    private readonly List<EvidenceItem> evidence = [];

    /// <summary>Adds a sentence without numbers, or whose numbers are cited already.</summary>
    public void Say(string sentence) => sentences.Add(sentence);

    /// <summary>Adds numbers as a sentence of their own.</summary>
    public void Cite(params IReadOnlyList<EvidenceItem> items)
    {
        evidence.AddRange(items);
        string text = string.Join("; ", items.Select(item => item.Text));
        sentences.Add(char.ToUpperInvariant(text[0]) + text[1..] + ".");
    }

    /// <summary>Keeps numbers that a sentence has in its own words.</summary>
    public void Keep(params IReadOnlyList<EvidenceItem> items) => evidence.AddRange(items);

    /// <summary>The quantity if it was measured; otherwise says that it was not, and what would supply it.</summary>
    public T? Measured<T>(string what, Measured<T> quantity)
        where T : class
    {
        if (!quantity.IsMeasured)
            sentences.Add($"{what} not measured: supply {quantity.Needs}.");
        return quantity.Value;
    }

    public (string Text, IReadOnlyList<EvidenceItem> Evidence) Written => (string.Join(" ", sentences), evidence);
}
