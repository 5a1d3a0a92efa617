using LatentSharp.Reading.Mixtures;

namespace LatentSharp.Tests.Reading.Mixtures;

public sealed class DiagonalMixtureTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(11, 3)]
    public void Densities_are_those_of_the_formula(int components, int dimensions)
    {
        var normal = new Normals(5);
        double[] mean = [.. Enumerable.Range(0, components * dimensions).Select(_ => 2 * normal.Next())];
        double[] logVariance = [.. mean.Select(_ => normal.Next())];
        double[] z = [.. Enumerable.Range(0, dimensions).Select(_ => normal.Next())];
        var mixture = new DiagonalMixture(mean, logVariance, dimensions);
        var densities = new double[mixture.Width];
        mixture.LogDensities(z, densities);

        double total = 0;
        for (int m = 0; m < components; m++)
        {
            double density = 1;
            for (int d = 0; d < dimensions; d++)
            {
                double variance = Math.Exp(logVariance[m * dimensions + d]), distance = z[d] - mean[m * dimensions + d];
                density *= Math.Exp(-distance * distance / (2 * variance)) / Math.Sqrt(2 * Math.PI * variance);
            }

            Assert.Equal(Math.Log(density), densities[m], 10);
            total += density;
        }

        Assert.All(densities[components..], density => Assert.Equal(double.NegativeInfinity, density));
        Assert.Equal(Math.Log(total / components), mixture.LogMean(densities), 10);
        Assert.Equal(1, densities.Sum(), 12);
    }

    [Fact]
    public void Densities_too_small_for_a_float64_have_a_log_mean()
    {
        var mixture = new DiagonalMixture([0, 100], [0, 0], 1);
        var densities = new double[mixture.Width];
        mixture.LogDensities([-1000], densities);
        Assert.Equal(-500000 - 0.5 * Math.Log(2 * Math.PI) - Math.Log(2), mixture.LogMean(densities), 6);
    }
}
