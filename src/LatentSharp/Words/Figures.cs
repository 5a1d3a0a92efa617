using System.Globalization;

namespace LatentSharp.Words;

/// <summary>Numbers in words: no more digits than their error bars bear. +- is one standard error throughout.</summary>
internal static class Figures
{
    private const int MostDimensionsNamed = 8;

    /// <summary>Three significant digits, without an exponent where a reader can do without.</summary>
    public static string Of(double value)
    {
        double magnitude = Math.Abs(value);
        if (value == 0)
            return "0";
        if (!double.IsFinite(value) || magnitude is >= 1e6 or < 1e-4)
            return value.ToString("G3", CultureInfo.InvariantCulture);
        int decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(magnitude)), 0, 6);
        return value.ToString("F" + decimals, CultureInfo.InvariantCulture);
    }

    /// <summary>A number that was chosen, such as a weight or a threshold, as it was written.</summary>
    public static string Chosen(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>The value and its standard error, to the error's second digit.</summary>
    public static string Of(double value, double standardError)
    {
        // An error at the rounding of float64 is that of a constant.
        if (!(standardError > 1e-12 * Math.Abs(value)) || !double.IsFinite(standardError) || !double.IsFinite(value))
            return Of(value);
        if (standardError < 1e-5 * Math.Abs(value) || Math.Abs(value) >= 1e6 || standardError < 1e-7)
            return $"{Of(value)} +- {Of(standardError)}";
        int decimals = Math.Clamp(1 - (int)Math.Floor(Math.Log10(standardError)), 0, 8);
        string format = "F" + decimals;
        return value.ToString(format, CultureInfo.InvariantCulture) + " +- "
            + standardError.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>A count with separated thousands.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => Of(100 * share) + "%";

    /// <summary>Dimensions by number, counted from 0; a long list is cut and counted.</summary>
    public static string Dimensions(IReadOnlyList<int> dimensions)
    {
        if (dimensions.Count == 1)
            return $"dimension {dimensions[0]}";
        string named = string.Join(
            ", ",
            dimensions.Take(MostDimensionsNamed).Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)));
        return dimensions.Count <= MostDimensionsNamed
            ? "dimensions " + named
            : $"dimensions {named} and {dimensions.Count - MostDimensionsNamed} more";
    }
}
