using LatentSharp.Reading;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading;

public class QuantityAssertionTests
{
    private static readonly LatentQuantities Quantities =
        HandMade.With(quantities => quantities with { UsageGap = HandMade.Gap(1, 0.1) }).Quantities;

    [Theory]
    [InlineData("usage_gap < 1", false)]
    [InlineData("usage_gap<=1", true)]
    [InlineData("usage_gap >= 1", true)]
    [InlineData("usage_gap > 1", false)]
    [InlineData(" usage_gap > -1e3 ", true)]
    public void A_value_is_compared_whatever_its_error(string text, bool holds) =>
        Assert.Equal(
            holds ? null : $"{QuantityAssertion.Parse(text)} is not kept: usage_gap is 1.00 +- 0.10.",
            QuantityAssertion.Parse(text).FailureIn(Quantities));

    [Fact]
    public void What_was_not_measured_does_not_keep_a_line() =>
        Assert.Equal(
            "test_time_gap < 1 is not kept: test_time_gap is not measured; needs nll_prior and nll_posterior.",
            QuantityAssertion.Parse("test_time_gap < 1").FailureIn(
                Quantities with { TestTimeGap = Measured<NllGap>.Missing("nll_prior and nll_posterior") }));

    [Theory]
    [InlineData(
        "usage_gap = 1",
        "'usage_gap = 1' is no assertion; give a quantity, one of <, <=, > and >=, and a number, such as 'noise_share "
            + "< 0.6'")]
    [InlineData(
        "usage_gap < much",
        "'usage_gap < much' is no assertion; give a quantity, one of <, <=, > and >=, and a number, such as "
            + "'noise_share < 0.6'")]
    [InlineData("noise_shar < 1", "'noise_shar < 1': there is no quantity 'noise_shar'; did you mean 'noise_share'?")]
    public void What_is_no_assertion_is_refused(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<OptionException>(() => QuantityAssertion.Parse(text)).Message);

    [Fact]
    public void A_part_that_a_quantity_does_not_have_is_named() =>
        Assert.Equal(
            "'usage_gap.mean < 1': there is no 'usage_gap.mean' in this reading; did you mean 'usage_gap'?",
            Assert.Throws<OptionException>(() => QuantityAssertion.Parse("usage_gap.mean < 1").FailureIn(Quantities))
                .Message);
}
