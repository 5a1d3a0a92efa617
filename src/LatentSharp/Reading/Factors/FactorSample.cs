using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Factors;

/// <summary>
/// The columns of a latent and of some factors over the same examples, and which examples a jackknife leaves out
/// together. A score of a sample is one number for all examples, followed by one without each group.
/// </summary>
internal sealed class FactorSample
{
    private readonly int[][] members;

    /// <summary>Takes columns over the same examples.</summary>
    /// <param name="dimensions">A column for each latent dimension.</param>
    /// <param name="factors">A column for each factor.</param>
    /// <param name="groups">The group of each example; null leaves none out.</param>
    public FactorSample(double[][] dimensions, double[][] factors, int[]? groups)
    {
        (Dimensions, Factors) = (dimensions, factors);
        members = groups is null
            ? []
            : [.. Enumerable.Range(0, groups.Length).GroupBy(n => groups[n]).Select(group => group.ToArray())];
    }

    /// <summary>A column for each latent dimension.</summary>
    public double[][] Dimensions { get; }

    /// <summary>A column for each factor.</summary>
    public double[][] Factors { get; }

    /// <summary>How many examples.</summary>
    public int Examples => Factors[0].Length;

    /// <summary>How many numbers a score is: one for all examples, and one without each group.</summary>
    public int Versions => members.Length + 1;

    /// <summary>The examples that a version leaves out; none for the first.</summary>
    public ReadOnlySpan<int> LeftOut(int version) => version == 0 ? [] : members[version - 1];

    /// <summary>The same with the factors of other examples, and no groups.</summary>
    public FactorSample Permuted(int[] order) =>
        new(Dimensions, Array.ConvertAll(Factors, factor => Array.ConvertAll(order, n => factor[n])), groups: null);

    /// <summary>The error of a score; infinite where nothing is left out.</summary>
    /// <param name="versions">The score of every version.</param>
    public double StandardError(double[] versions) =>
        members.Length == 0 ? double.PositiveInfinity : Jackknife.StandardError(
            [.. members.Select((group, g) => ((double)Examples / group.Length, versions[0] - versions[g + 1]))]);
}
