using System.Globalization;
using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Latents;
using LatentSharp.Latents.Categorical;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Tensors;
using LatentSharp.Tests.Documentation;

namespace LatentSharp.Tests.Latents.Categorical;

/// <summary>The estimators of a gradient against the gradient, and the table of docs/categorical.md.</summary>
public sealed class EstimatorTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public static TheoryData<string> Names => [.. EstimatorTable.All.Select(of => of.Name)];

    public void Dispose() => device.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void The_score_function_alone_is_unbiased_and_each_is_as_the_page_says(string name)
    {
        (double bias, double error, double deviation) = EstimatorTable.Of(
            EstimatorTable.All.Single(of => of.Name == name).Estimator,
            device);
        // Of an unbiased one the squared bias, in units of its squared error, has mean 1.
        if (name == "`score_function`")
            Assert.True(bias < 2.5 * error, $"bias {bias}, standard error {error}");
        else
            Assert.True(bias > 3 * error, $"bias {bias}, standard error {error}");
        double[] row = [.. Repository.Read("docs/categorical.md").Split('\n')
            .Last(line => line.StartsWith($"| {name} | ", StringComparison.Ordinal) && line.Split('|').Length == 5)
            .Split('|')[2..4]
            .Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        Assert.Equal(row[0], bias, 0.015);
        Assert.Equal(row[1], deviation, 0.015);
    }

    [Fact]
    public void A_latent_that_is_not_categorical_is_refused_by_name()
    {
        var tape = new Tape(device);
        ILatent gaussian = GaussianHead.Read(tape.Constant(new Tensor(new Shape(1, 2))));
        var noise = new GivenNoise(new Tensor(new Shape(1, 1)));
        Assert.Equal(
            "StraightThrough is of a categorical latent; this one is gaussian.",
            Assert.Throws<ArgumentException>(() => new StraightThrough().Draw(gaussian, 1, noise)).Message);
        Assert.Equal(
            "GumbelSoftmax is of a categorical latent; this one is gaussian.",
            Assert.Throws<ArgumentException>(() => new GumbelSoftmax(1).Draw(gaussian, 1, noise)).Message);
    }
}
