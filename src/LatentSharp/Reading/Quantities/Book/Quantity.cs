using LatentSharp.Evidence;

namespace LatentSharp.Reading.Quantities.Book;

/// <summary>
/// A quantity of a reading, declared once: tables, JSON, comparisons, messages about missing evidence and documentation
/// follow from it.
/// </summary>
/// <param name="Key">Its name in JSON and in every list: <c>prior_kl</c>.</param>
/// <param name="Label">Its name in a heading or a sentence: <c>K_prior</c>.</param>
/// <param name="Unit">What its number counts: <c>nats</c>.</param>
/// <param name="HowToRead">What the number says, and where its ends lie.</param>
/// <param name="Needs">What it needs beside the posterior.</param>
public sealed record Quantity(string Key, string Label, string Unit, string HowToRead, EvidenceNeeds Needs)
{
    /// <summary>The family whose latents have it; null where any has.</summary>
    public EvidenceFamily? Family { get; private init; }

    private Func<LatentQuantities, IEnumerable<QuantityValue>> Numbers { get; init; } = _ => [];

    private Action<LatentQuantities, QuantityLines> Table { get; init; } = (_, _) => { };

    private Action<LatentQuantities, IFieldWriter> Fields { get; init; } = (_, _) => { };

    /// <summary>Whether its numbers are counts rather than measurements.</summary>
    internal bool IsCount => Unit == Units.Dimensions;

    /// <summary>Its numbers in a reading: one, or a few under keys of its parts.</summary>
    public IReadOnlyList<QuantityValue> In(LatentQuantities quantities) => [.. Numbers(quantities)];

    /// <summary>A quantity whose value is of some type, in the forms that this type has.</summary>
    internal static Quantity Of<T>(
        string key,
        string label,
        string unit,
        string howToRead,
        EvidenceNeeds needs,
        Func<LatentQuantities, Measured<T>> value,
        QuantityForm<T> form)
        where T : class =>
        new(key, label, unit, howToRead, needs)
        {
            Numbers = quantities => form.Numbers.SelectMany(number => number.In(key, value(quantities))),
            Table = (quantities, lines) => lines.Measured(value(quantities), form.Lines),
            Fields = (quantities, fields) => fields.Measured(key, value(quantities), form.Fields),
        };

    /// <summary>The quantity, of one family alone.</summary>
    internal Quantity OnlyOf(EvidenceFamily family) => this with { Family = family };

    /// <summary>Whether latents of a family can have it.</summary>
    internal bool IsOf(EvidenceFamily family) => Family is null || Family == family;

    /// <summary>Its lines in a table.</summary>
    internal IReadOnlyList<QuantityLine> Lines(LatentQuantities quantities)
    {
        var lines = new QuantityLines(this);
        Table(quantities, lines);
        return lines.Written;
    }

    /// <summary>Writes it under its key; where it was not measured, what it needs.</summary>
    internal void Write(LatentQuantities quantities, IFieldWriter fields) => Fields(quantities, fields);

    /// <summary>What quantities are measured in.</summary>
    internal static class Units
    {
        public const string Nats = "nats",
            SquaredLatentUnits = "squared latent units",
            Ratio = "ratio",
            Share = "share",
            Dimensions = "dimensions",
            Values = "values",
            Score = "balanced accuracy or R2";
    }
}
