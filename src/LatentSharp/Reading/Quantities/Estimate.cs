namespace LatentSharp.Reading.Quantities;

/// <summary>A mean over examples, with its standard error.</summary>
/// <param name="Value">The value.</param>
/// <param name="StandardError">The standard error over examples; 0 where the value is exact for the evidence.</param>
public sealed record Estimate(double Value, double StandardError)
{
    /// <summary>How many standard errors the value lies above <paramref name="reference"/>.</summary>
    public double Exceeds(double reference) =>
        StandardError > 0 ? (Value - reference) / StandardError
        : Value > reference ? double.PositiveInfinity
        : Value < reference ? double.NegativeInfinity : 0;
}
