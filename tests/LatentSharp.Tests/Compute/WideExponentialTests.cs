using System.Runtime.Intrinsics;
using LatentSharp.Compute;

namespace LatentSharp.Tests.Compute;

public class WideExponentialTests
{
    [Fact]
    public void The_exponential_is_that_of_the_platform_within_two_units_in_the_last_place()
    {
        for (double x = -744; x < 709; x += 0.0371)
        {
            double expected = Math.Exp(x), unit = Math.BitIncrement(expected) - expected;
            Assert.InRange(WideExponential.Exp(Vector512.Create(x))[0] - expected, -2 * unit, 2 * unit);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-0.0, 1)]
    [InlineData(710, double.PositiveInfinity)]
    [InlineData(1e300, double.PositiveInfinity)]
    [InlineData(-746, 0)]
    [InlineData(-1e300, 0)]
    public void The_exponential_ends_where_float64_does(double x, double expected) =>
        Assert.Equal(expected, WideExponential.Exp(Vector512.Create(x))[3]);

    [Fact]
    public void What_it_leaves_after_its_first_two_terms_does_not_cancel()
    {
        for (double x = 1e-9; x < 600; x *= 1.37)
        {
            foreach (double signed in new[] { x, -x })
            {
                // Near 0 the series in decimal arithmetic of 28 digits is the witness.
                double expected = Math.Exp(signed) - 1 - signed;
                if (x < 0.5)
                {
                    decimal exact = (decimal)signed, term = exact * exact / 2, sum = 0;
                    for (int k = 3; k < 25; k++, term *= exact / (k - 1))
                        sum += term;
                    expected = (double)sum;
                }

                double actual = WideExponential.ExpMinusOneMinus(Vector512.Create(signed))[7];
                Assert.InRange(actual / expected, 1 - 1e-9, 1 + 1e-9);
                if (x > 1e-6)
                    Assert.InRange(actual / expected, 1 - 2e-14, 1 + 2e-14);
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-2000, 1999)]
    [InlineData(2000, double.PositiveInfinity)]
    public void The_remainder_is_exact_at_its_ends(double x, double expected) =>
        Assert.Equal(expected, WideExponential.ExpMinusOneMinus(Vector512.Create(x))[0]);
}
