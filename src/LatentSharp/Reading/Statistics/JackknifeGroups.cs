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
}
