using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading;

/// <summary>Estimates by many seeds, held against the truth and against their own error bars.</summary>
internal static class Coverage
{
    private const int Seeds = 200;

    /// <summary>
    /// The truth lies within three standard errors in at least 99% of draws, the mean of all estimates within four of
    /// its own standard errors of the truth and the bias that is known to be there, and the spread of the estimates is
    /// what they say it is: the ratio of two standard deviations is known to 5% from 200 draws.
    /// </summary>
    /// <param name="truth">The truth.</param>
    /// <param name="estimate">The estimate by a seed.</param>
    /// <param name="below">How far below the truth the expectation may lie.</param>
    /// <param name="above">How far above.</param>
    public static void Check(double truth, Func<ulong, Estimate> estimate, double below = 0, double above = 0)
    {
        Estimate[] estimates = [.. Enumerable.Range(1, Seeds).Select(seed => estimate((ulong)seed))];
        int covered = estimates.Count(e => Math.Abs(e.Value - truth) <= 3 * e.StandardError);
        Assert.True(covered >= 0.99 * Seeds, $"{covered} of {Seeds} estimates lie within 3 standard errors of {truth}");

        double mean = estimates.Average(e => e.Value);
        double spread = Math.Sqrt(estimates.Sum(e => (e.Value - mean) * (e.Value - mean)) / (Seeds - 1));
        double chance = 4 * spread / Math.Sqrt(Seeds);
        Assert.InRange(mean - truth, -below - chance, above + chance);
        Assert.InRange(estimates.Average(e => e.StandardError) / spread, 0.8, 1.25);
    }
}
