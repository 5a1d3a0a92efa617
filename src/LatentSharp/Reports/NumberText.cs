using System.Globalization;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reports;

/// <summary>Numbers for people: as many digits as mean something.</summary>
internal static class NumberText
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Four significant digits, such as 4.213 or 0.03120.</summary>
    public static string Of(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
        if (value == 0)
            return "0";
        int magnitude = Magnitude(value);
        return magnitude is < -4 or > 8 ? value.ToString("0.###e+0", Culture) : Fixed(value, Math.Clamp(3 - magnitude, 0, 7));
    }

    /// <summary>A setting as it was given: no digits are added.</summary>
    public static string Exact(double value) => value.ToString("G15", Culture);

    /// <summary>A count with separated thousands.</summary>
    public static string Count(long value) => value.ToString("N0", Culture);

    /// <summary>The value to the digits that its standard error leaves, and the error; null where the value is exact.</summary>
    public static (string Value, string? Error) Parts(Estimate estimate)
    {
        double error = estimate.StandardError;
        if (!double.IsFinite(error) || error <= 0 || !double.IsFinite(estimate.Value))
            return (Of(estimate.Value), error is 0 ? null : Of(error));
        int decimals = 1 - Magnitude(error);
        return decimals > 7 || Math.Abs(estimate.Value) > 1e9
            ? (Of(estimate.Value), Of(error))
            : (Fixed(estimate.Value, Math.Max(decimals, 0)), Fixed(error, Math.Max(decimals, 0)));
    }

    /// <summary>The value and its error as one text, such as <c>4.213 +- 0.031</c>.</summary>
    /// <param name="estimate">The value.</param>
    /// <param name="sign">What stands between them.</param>
    public static string Of(Estimate estimate, string sign = "+-")
    {
        (string value, string? error) = Parts(estimate);
        return error is null ? value : $"{value} {sign} {error}";
    }

    private static int Magnitude(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)));

    private static string Fixed(double value, int decimals) => value.ToString(FormattableString.Invariant($"F{decimals}"), Culture);
}
