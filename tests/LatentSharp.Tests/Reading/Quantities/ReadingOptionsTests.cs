using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading.Quantities;

public class ReadingOptionsTests
{
    [Fact]
    public void Values_outside_their_range_name_the_option_and_the_range()
    {
        Assert.Equal(
            "estimator_examples is 1; give a whole number of at least 2",
            Assert.Throws<OptionException>(() => new ReadingOptions { EstimatorExamples = 1 }).Message);
        Assert.Equal(
            "probe_examples is 0; give a whole number of at least 2",
            Assert.Throws<OptionException>(() => new ReadingOptions { ProbeExamples = 0 }).Message);
        Assert.Equal(
            "probe_folds is -3; give a whole number of at least 2",
            Assert.Throws<OptionException>(() => new ReadingOptions { ProbeFolds = -3 }).Message);
        Assert.Equal(
            "samples is 0; give a whole number of at least 1",
            Assert.Throws<OptionException>(() => new ReadingOptions { Samples = 0 }).Message);
    }
}
