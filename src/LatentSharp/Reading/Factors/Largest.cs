namespace LatentSharp.Reading.Factors;

/// <summary>The best of some numbers and the next, which a gap is between.</summary>
internal static class Largest
{
    /// <summary>The two largest; what is not there counts 0.</summary>
    public static (double First, double Second) Two(int count, Func<int, double> number)
    {
        (double first, double second) = (0, 0);
        for (int i = 0; i < count; i++)
        {
            double next = number(i);
            (first, second) = next > first ? (next, first) : (first, Math.Max(second, next));
        }

        return (first, second);
    }
}
