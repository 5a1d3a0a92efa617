namespace LatentSharp.Reading.Statistics;

/// <summary>
/// Which examples are left out together by the jackknife. Examples are spread over the groups by a hash of their row:
/// blocks of neighbours would mistake the order of a file (sorted by class, say) for sampling error, and taking turns
/// would hide it.
/// </summary>
internal static class JackknifeGroups
{
    /// <summary>
    /// How many groups: a standard error from 64 of them is itself within about 9%, 1 / sqrt(2 * 63).
    /// </summary>
    public const int Count = 64;

    /// <summary>
    /// The group of a row. The first rows take one each, so that few examples are left out one by one; for the others
    /// the hash is the finaliser of SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number
    /// generators").
    /// </summary>
    public static int Of(long row)
    {
        if (row < Count)
            return (int)row;
        ulong bits = (ulong)row * 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return (int)((bits ^ (bits >> 31)) % Count);
    }

    /// <summary>
    /// The standard error of an estimate t by what it is without each of groups of unequal size (Busing, Meijer and van
    /// der Leeden 1999, "Delete-m jackknife for unequal m", equation 5). With h_j = N / m_j and d_j = t - t_(-j), a
    /// pseudo-value is t + (h_j - 1) d_j, the estimate t + sum_j (1 - 1/h_j) d_j, and its variance
    /// 1/g sum_j (pseudo_j - estimate)^2 / (h_j - 1).
    /// </summary>
    /// <param name="groups">h_j and d_j of every group that has examples.</param>
    public static double StandardError((double H, double Difference)[] groups)
    {
        double correction = groups.Sum(group => (1 - 1 / group.H) * group.Difference);
        double error = Math.Sqrt(
            groups.Average(group => Math.Pow((group.H - 1) * group.Difference - correction, 2) / (group.H - 1)));
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}
