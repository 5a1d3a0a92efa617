using LatentSharp.Reading.Decoding.Likelihoods;

namespace LatentSharp.Tests.Reading.Decoding.Likelihoods;

public class RouterGapTests
{
    [Fact]
    public void A_gap_beyond_one_nat_and_two_standard_errors_says_that_the_router_misses_mass()
    {
        RouterGap gap = Of([1, 10], [9, 9.5, 9.2, 9.1], [3, 3.4, 3.1, 3.2]);
        Assert.True(gap.MissesPosteriorMass);
        Assert.StartsWith(
            "router_mc - importance: 9.20 +- 0.11 nats at S = 1, 3.175 +- 0.085 nats at S = 10. It shrinks as S " +
                "grows. At S = 10 it exceeds both 1 nat and two standard errors: the router misses posterior mass, ",
            gap.Verdict,
            StringComparison.Ordinal);
        Assert.Contains("Both are upper bounds of -log p(y|x) in expectation", gap.Verdict, StringComparison.Ordinal);
        Assert.Equal([1, 10], gap.Gaps.Select(at => at.Samples));
    }

    [Theory]
    [InlineData(0.9, 0.91, 0.92)]
    [InlineData(-30.0, 10.0, 40.0)]
    public void A_smaller_or_an_uncertain_one_does_not(params double[] values)
    {
        RouterGap gap = Of([5], values);
        Assert.False(gap.MissesPosteriorMass);
        Assert.Contains(
            "At S = 5 it does not exceed both 1 nat and two standard errors: nothing here says that the router misses",
            gap.Verdict,
            StringComparison.Ordinal);
        Assert.DoesNotContain("shrink", gap.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_that_widens_and_one_below_zero_are_called_so()
    {
        Assert.Contains(
            "does not shrink but widens",
            Of([1, 2], [1, 1.1, 1.2], [2, 2.1, 2.2]).Verdict,
            StringComparison.Ordinal);
        Assert.Contains(
            "does not shrink beyond its error bar",
            Of([1, 2], [1, 2, 3], [2.5, 1, 2.4]).Verdict,
            StringComparison.Ordinal);
        Assert.Contains(
            "is below 0 by more than two standard errors",
            Of([1], [-3, -3.1, -3.2]).Verdict,
            StringComparison.Ordinal);
    }

    private static RouterGap Of(int[] samples, params double[][] gaps)
    {
        double[] zeros = new double[gaps[0].Length];
        EstimatorColumn[] columns =
        [
            .. samples.Zip(
                gaps,
                (count, values) => new EstimatorColumn(LikelihoodEstimator.RouterMonteCarlo, count, 1, [.. values])),
            .. samples.Select(count => new EstimatorColumn(LikelihoodEstimator.Importance, count, 1, [.. zeros])),
        ];
        return new LikelihoodEvaluation("data", zeros.Length, 1, samples, 0, false, columns, []).RouterGap!;
    }
}
