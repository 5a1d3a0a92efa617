using System.Globalization;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>A scale from values to places on a canvas, linear or logarithmic.</summary>
internal sealed class Axis
{
    private readonly double low, high, from, to;
    private readonly bool logarithmic;

    private Axis(double low, double high, double from, double to, bool logarithmic, IReadOnlyList<double> ticks)
    {
        (this.low, this.high, this.from, this.to, this.logarithmic) = (low, high, from, to, logarithmic);
        Ticks = ticks;
    }

    /// <summary>Round values to mark.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Where the axis begins on the canvas.</summary>
    public double From => from;

    /// <summary>Where it ends.</summary>
    public double To => to;

    /// <summary>A linear scale that shows every finite value, with a little air.</summary>
    /// <param name="values">What has to be seen.</param>
    /// <param name="from">Where the least value lies.</param>
    /// <param name="to">Where the greatest value lies.</param>
    /// <param name="air">The share of the range that is added at either end.</param>
    public static Axis Linear(IEnumerable<double> values, double from, double to, double air = 0.05)
    {
        (double low, double high) = Range(values.Where(double.IsFinite), 0, 1);
        double room = high > low ? air * (high - low) : Math.Max(Math.Abs(low), 1) * 0.1;
        return Between(low - room, high + room, from, to);
    }

    /// <summary>A linear scale from 0 up.</summary>
    public static Axis FromZero(IEnumerable<double> values, double from, double to)
    {
        (_, double high) = Range(values.Where(double.IsFinite), 0, 1);
        return Between(0, high > 0 ? 1.05 * high : 1, from, to);
    }

    /// <summary>A linear scale between two values, marked at integers where <paramref name="whole"/>.</summary>
    public static Axis Between(double low, double high, double from, double to, bool whole = false)
    {
        double step = RoundStep((high - low) / 5);
        if (whole)
            step = Math.Max(step, 1);
        var ticks = new List<double>();
        // Adding 0 turns a negative zero into one without a sign.
        for (double index = Math.Ceiling(low / step); index * step <= high; index++)
            ticks.Add(index * step + 0.0);
        return new Axis(low, high, from, to, logarithmic: false, ticks);
    }

    /// <summary>A logarithmic scale that shows every positive finite value.</summary>
    public static Axis Logarithmic(IEnumerable<double> values, double from, double to)
    {
        (double low, double high) = Range(values.Where(value => double.IsFinite(value) && value > 0), 0.1, 10);
        double room = Math.Max(Math.Pow(high / low, 0.05), 1.15);
        (low, high) = (low / room, high * room);
        double decades = Math.Log10(high / low);
        int skip = (int)Math.Ceiling(decades / 6);
        double[] marks = decades < 1 ? [1, 1.5, 2, 3, 4, 5, 6, 8] : decades < 2.5 ? [1, 2, 5] : [1];
        var ticks = new List<double>();
        for (int exponent = (int)Math.Floor(Math.Log10(low)); exponent <= Math.Log10(high); exponent++)
        {
            if (exponent % skip == 0)
                ticks.AddRange(
                    marks.Select(mark => mark * Math.Pow(10, exponent)).Where(tick => tick >= low && tick <= high));
        }

        return new Axis(low, high, from, to, logarithmic: true, ticks);
    }

    /// <summary>The place of a value; one beyond the scale lies at its end.</summary>
    public double At(double value)
    {
        double share = logarithmic ? Math.Log(value / low) / Math.Log(high / low) : (value - low) / (high - low);
        return from + Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1) * (to - from);
    }

    /// <summary>Whether a value can be shown in its place.</summary>
    public bool Shows(double value) => value >= low && value <= high;

    /// <summary>A mark's label.</summary>
    public static string Label(double tick) =>
        tick != 0 && Math.Abs(tick) is >= 1e6 or < 1e-3 && tick != 0
            ? tick.ToString("0.##e0", CultureInfo.InvariantCulture)
        : Math.Abs(tick) >= 10000 ? tick.ToString("#,0", CultureInfo.InvariantCulture)
        : tick.ToString("0.####", CultureInfo.InvariantCulture);

    private static (double Low, double High) Range(IEnumerable<double> values, double emptyLow, double emptyHigh)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return low <= high ? (low, high) : (emptyLow, emptyHigh);
    }

    private static double RoundStep(double raw)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double leading = raw / power;
        return power * (leading <= 1 ? 1 : leading <= 2 ? 2 : leading <= 5 ? 5 : 10);
    }
}
