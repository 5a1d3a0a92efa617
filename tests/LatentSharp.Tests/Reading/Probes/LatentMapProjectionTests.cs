using LatentSharp.Evidence;
using LatentSharp.Reading.Probes;

namespace LatentSharp.Tests.Reading.Probes;

public sealed class LatentMapProjectionTests
{
    /// <summary>Points a cos t, b sin t along two orthogonal directions: their components are known exactly.</summary>
    private static double[] Ellipse(double a, double b, int count, double turn)
    {
        var values = new double[3 * count];
        for (int i = 0; i < count; i++)
        {
            double t = 2 * Math.PI * i / count, along = a * Math.Cos(t), across = b * Math.Sin(t);
            values[3 * i] = 5 + along * Math.Cos(turn) - across * Math.Sin(turn);
            values[3 * i + 1] = -2 + along * Math.Sin(turn) + across * Math.Cos(turn);
            values[3 * i + 2] = 1;
        }

        return values;
    }

    private static LatentEvidence Evidence(
        double[] means,
        int columns,
        double[]? prior = null,
        double[]? labels = null) =>
        new(
            "made",
            new MemoryArray("posterior_mean", means, columns),
            new MemoryArray("posterior_logvar", new double[means.Length], columns))
        {
            PriorMean = prior is null ? null : new MemoryArray("prior_mean", prior, columns),
            Labels = labels is null ? null : new MemoryArray("labels", labels, 1),
        };

    [Fact]
    public void The_axes_of_an_ellipse_are_found_whatever_its_turn()
    {
        LatentMap map = LatentMapProjection.Of(Evidence(Ellipse(3, 1, 64, 0.4), 3));
        for (int i = 0; i < 64; i++)
        {
            double t = 2 * Math.PI * i / 64;
            Assert.Equal(3 * Math.Cos(t), map.PosteriorMeans[i].X, 6);
            Assert.Equal(Math.Sin(t), map.PosteriorMeans[i].Y, 6);
        }

        Assert.Equal(1, map.Share, 12);
    }

    [Fact]
    public void The_share_is_what_the_plane_shows_of_the_variance()
    {
        // Axes of variance 9, 4 and 1 (times 2 / 6 for two points on each of three axes).
        double[] means = [3, 0, 0, -3, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 1, 0, 0, -1];
        LatentMap map = LatentMapProjection.Of(Evidence(means, 3));
        Assert.Equal(13.0 / 14, map.Share, 9);
        Assert.Equal(3, Math.Abs(map.PosteriorMeans[0].X), 6);
        Assert.Equal(2, Math.Abs(map.PosteriorMeans[2].Y), 6);
    }

    [Fact]
    public void Router_means_are_seen_in_the_same_plane_about_the_same_centre()
    {
        double[] means = Ellipse(3, 1, 16, 0.4), prior = [.. means];
        prior[0] += 2 * Math.Cos(0.4);
        prior[1] += 2 * Math.Sin(0.4);
        LatentMap map = LatentMapProjection.Of(Evidence(means, 3, prior));
        Assert.Equal(map.PosteriorMeans[0].X + 2, map.RouterMeans![0].X, 6);
        Assert.Equal(map.PosteriorMeans[0].Y, map.RouterMeans[0].Y, 6);
        Assert.Equal(map.PosteriorMeans[5], map.RouterMeans[5]);
    }

    [Fact]
    public void Of_many_examples_evenly_spaced_ones_are_shown()
    {
        double[] labels = [.. Enumerable.Range(0, 2500).Select(i => (double)i)];
        LatentMap map = LatentMapProjection.Of(Evidence(Ellipse(3, 1, 2500, 0), 3, labels: labels));
        Assert.Equal(LatentMapProjection.MostExamples, map.PosteriorMeans.Count);
        Assert.Equal([0, 2, 5, 7, 10], map.Labels!.Take(5));
        Assert.Equal(2497, map.Labels![^1]);
    }

    [Fact]
    public void One_dimension_leaves_the_second_axis_empty()
    {
        LatentMap map = LatentMapProjection.Of(Evidence([1, 2, 6], 1));
        Assert.Equal([-2, -1, 3], map.PosteriorMeans.Select(point => point.X));
        Assert.All(map.PosteriorMeans, point => Assert.Equal(0, point.Y));
    }

    [Fact]
    public void Means_that_do_not_vary_fall_on_one_point()
    {
        LatentMap map = LatentMapProjection.Of(Evidence([1, 2, 1, 2], 2));
        Assert.All(map.PosteriorMeans, point => Assert.Equal(new MapPoint(0, 0), point));
        Assert.Equal(1, map.Share);
    }
}
