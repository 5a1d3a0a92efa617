namespace LatentSharp.Reading.Quantities;

/// <summary>A share of examples.</summary>
internal static class Share
{
    /// <summary>a = hits / n with its binomial standard error sqrt(a (1 - a) / n).</summary>
    public static Estimate Of(int hits, int examples)
    {
        double share = hits / (double)examples;
        return new Estimate(share, Math.Sqrt(share * (1 - share) / examples));
    }
}
