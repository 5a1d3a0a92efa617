using System.Globalization;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Words;

namespace LatentSharp.Reading;

/// <summary>
/// A line that a quantity must keep, such as <c>noise_share &lt; 0.6</c>: its value is compared, whatever its error
/// bar, and a quantity that was not measured does not keep it.
/// </summary>
public sealed record QuantityAssertion
{
    // The longer ones first: "<" begins "<=".
    private static readonly string[] Comparisons = ["<=", ">=", "<", ">"];

    private QuantityAssertion(string quantity, string comparison, double bound) =>
        (Quantity, Comparison, Bound) = (quantity, comparison, bound);

    /// <summary>The quantity's key, or that of a part of it, such as <c>prior_kl.mean_part</c>.</summary>
    public string Quantity { get; }

    /// <summary>One of &lt;, &lt;=, &gt; and &gt;=.</summary>
    public string Comparison { get; }

    /// <summary>What its value is compared with.</summary>
    public double Bound { get; }

    /// <summary>Reads an assertion.</summary>
    /// <exception cref="OptionException">It is not a key, a comparison and a number.</exception>
    public static QuantityAssertion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string? comparison = Comparisons.FirstOrDefault(one => text.Contains(one, StringComparison.Ordinal));
        string[] sides = comparison is null ? [] : text.Split(comparison, 2, StringSplitOptions.TrimEntries);
        if (sides.Length != 2
            || !double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double bound)
            || !double.IsFinite(bound))
            throw new OptionException(
                $"'{text}' is no assertion; give a quantity, one of <, <=, > and >=, and a number, such as "
                    + "'noise_share < 0.6'");
        if (QuantityBook.Find(sides[0]) is null)
            throw new OptionException(
                $"'{text}': there is no quantity '{sides[0]}'; "
                    + NearestName.Suggestion(sides[0], [.. QuantityBook.All.Select(quantity => quantity.Key)]));
        return new QuantityAssertion(sides[0], comparison!, bound);
    }

    /// <summary>What is wrong, in a sentence; null where the line is kept.</summary>
    /// <exception cref="OptionException">The quantity has no such part.</exception>
    public string? FailureIn(LatentQuantities quantities)
    {
        IReadOnlyList<QuantityValue> values = QuantityBook.Find(Quantity)!.In(quantities);
        if (values.FirstOrDefault(one => one.Quantity == Quantity) is not { } value)
            return values.FirstOrDefault(one => one.Needs is not null) is { } missing
                ? $"{this} is not kept: {Quantity} is not measured; needs {missing.Needs}."
                : throw new OptionException(
                    $"'{this}': there is no '{Quantity}' in this reading; "
                        + NearestName.Suggestion(Quantity, [.. values.Select(one => one.Quantity)]));
        if (value.Value is not { } number)
            return $"{this} is not kept: {Quantity} is not measured; needs {value.Needs}.";
        return Holds(number)
            ? null
            : $"{this} is not kept: {Quantity} is "
                + (value.StandardError is { } error ? Figures.Of(number, error) : Figures.Of(number)) + ".";
    }

    /// <summary>The assertion as it is read.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Quantity} {Comparison} {Bound}");

    private bool Holds(double value) => Comparison switch
    {
        "<" => value < Bound,
        "<=" => value <= Bound,
        ">" => value > Bound,
        _ => value >= Bound,
    };
}
