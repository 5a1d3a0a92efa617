using System.Numerics.Tensors;
using LatentSharp.Evidence;
using LatentSharp.Reading.Probes;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Categorical;

/// <summary>Examples with a label, in random order, those of a group side by side.</summary>
/// <param name="Rows">Their rows.</param>
/// <param name="Classes">Their labels, counted from 0.</param>
/// <param name="Labels">The labels, ascending.</param>
/// <param name="LeftOut">Examples without a label, or of a class of fewer than 5.</param>
/// <param name="Posterior">q of theirs.</param>
internal sealed record LabelledRows(
    int[] Rows,
    int[] Classes,
    double[] Labels,
    int LeftOut,
    LogProbabilities Posterior)
{
    /// <summary>What is needed where there are not two of them.</summary>
    public static string Needs { get; } = $"labels of at least two classes of {ProbeTargets.FewestOfClass} examples";

    // 32 MiB of probabilities.
    private const int MostValues = 1 << 22, MostRows = 200_000, FewestRows = 5000;

    /// <summary>Chooses examples.</summary>
    /// <param name="evidence">A categorical latent with labels.</param>
    /// <param name="groups">Which examples stand side by side.</param>
    /// <param name="options">The seed.</param>
    /// <returns>Null where there are not two labels of enough examples.</returns>
    /// <exception cref="Data.DataException">A label is not a whole number.</exception>
    public static LabelledRows? Of(LatentEvidence evidence, ExampleGroups groups, ReadingOptions options)
    {
        IEvidenceArray labels = evidence.Labels!, logits = evidence[EvidenceRole.PosteriorLogits]!;
        int most = Math.Clamp(MostValues / logits.Columns, FewestRows, MostRows);
        int[] chosen = Subsample.Shuffle(groups, evidence.Examples, most, EstimationStream.Examples.For(options)),
            classes = ProbeTargets.Classes(labels, chosen, out int count);
        if (count < 2)
            return null;
        int[] rows = [.. chosen.Where((_, i) => classes[i] >= 0)];
        var posterior = new LogProbabilities(
            evidence.Name,
            new MemoryArray(logits.Name, Subsample.Read(logits, rows), logits.Columns),
            evidence.Values!.Value);
        posterior.Read(0, rows.Length);
        return new LabelledRows(
            rows,
            [.. classes.Where(each => each >= 0)],
            [.. Subsample.Read(labels, rows).Distinct().Order()],
            chosen.Length - rows.Length,
            posterior);
    }

    /// <summary>The likeliest value of a variable in each example.</summary>
    public int[] Likeliest(int variable) =>
        [.. Enumerable.Range(0, Rows.Length).Select(n => TensorPrimitives.IndexOfMax(Posterior.Of(n, variable)))];
}
