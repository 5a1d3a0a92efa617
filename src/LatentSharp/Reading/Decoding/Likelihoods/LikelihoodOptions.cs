namespace LatentSharp.Reading.Decoding.Likelihoods;

/// <summary>How log p(y|x) is estimated.</summary>
public sealed record LikelihoodOptions
{
    /// <summary>The most draws of z per example.</summary>
    public const int MostSamples = 1_000_000;

    private static readonly string Range = FormattableString.Invariant(
        $"whole numbers from 1 to {MostSamples}, each once and in ascending order, such as 1,10,100");

    /// <summary>
    /// S, the numbers of draws that bounds are given for, ascending and distinct, 1 to 1,000,000. Default 1, 10, 100.
    /// </summary>
    public IReadOnlyList<int> Samples
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            bool ascending = value.Count > 0 && value[0] >= 1 && value[^1] <= MostSamples;
            for (int i = 1; i < value.Count; i++)
                ascending &= value[i] > value[i - 1];
            field = ascending
                ? value
                : throw OptionException.OutOfRange(
                    "samples",
                    value.Count == 0 ? "empty" : string.Join(',', value),
                    Range);
        }
    } = [1, 10, 100];

    /// <summary>The seed of the draws. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// About how many draws the decoder takes at once, at least 1. It is a matter of speed and memory: results do not
    /// depend on it. Default 4096.
    /// </summary>
    public int RowsPerCall
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw OptionException.OutOfRange("rows_per_call", value, "a whole number of at least 1");
    } = 4096;
}

/// <summary>How far an evaluation has come.</summary>
/// <param name="Decoded">Draws that the decoder has taken.</param>
/// <param name="Total">Draws in all.</param>
public readonly record struct LikelihoodProgress(long Decoded, long Total);
