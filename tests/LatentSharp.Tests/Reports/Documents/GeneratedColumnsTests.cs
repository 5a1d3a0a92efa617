using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Reports.Documents;
using LatentSharp.Tensors;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Reports.Documents;

public sealed class GeneratedColumnsTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Columns_are_told_in_the_units_of_the_data()
    {
        CvaeOptions options = SmallTask.Model with { TargetDimensions = 2, Likelihood = LikelihoodKind.Normal };
        var raw = new Dataset(
            "table",
            SmallTask.Normal(1, 400, 3),
            Scaled(SmallTask.Normal(2, 400, 2), 100, 10),
            targetFields: Fields.Columns("height", "depth"));
        var standardization = Standardization.Of(raw);
        IReadOnlyList<GeneratedColumn> columns = GeneratedColumns.Of(
            new Cvae(options, seed: 0),
            standardization.Apply(raw),
            standardization,
            device);

        Assert.Equal(["height", "depth"], columns.Select(column => column.Name));
        double[] heights = [.. Enumerable.Range(0, 400).Select(row => (double)raw.Target.Row(row)[0]).Order()];
        GeneratedColumn height = columns[0];
        Assert.Equal(heights[199], height.RealQuantiles[1], 0.01);
        Assert.Equal(height.Edges.Order(), height.Edges);
        Assert.True(height.Edges[0] <= heights[0] + 0.01 && height.Edges[^1] >= heights[^1] - 0.01);
        Assert.Equal(1, height.Real.Sum(), 1e-9);
        Assert.InRange(height.Generated.Sum(), 0.98, 1 + 1e-9);
        // A likelihood of deviation 1 about an untrained mean, in the data's units of 10.
        Assert.InRange(height.GeneratedQuantiles[2] - height.GeneratedQuantiles[0], 20, 60);
    }

    [Fact]
    public void Classes_are_told_by_their_shares()
    {
        CvaeOptions options = SmallTask.Model with { TargetDimensions = 3, Likelihood = LikelihoodKind.Categorical };
        var target = new Tensor(new Shape(8, 3));
        for (int row = 0; row < 8; row++)
            target.Row(row)[row < 6 ? 2 : 0] = 1;
        var data = new Dataset(
            "table",
            SmallTask.Normal(1, 8, 3),
            target,
            targetFields: new Fields(Field.OneHot("kind", ["a", "b", "c"])));
        GeneratedColumn kind = Assert.Single(
            GeneratedColumns.Of(new Cvae(options, seed: 0), data, standardization: null, device));

        Assert.Equal(["a", "b", "c"], kind.Classes);
        Assert.Equal([0.25, 0, 0.75], kind.Real);
        Assert.Equal(1, kind.Generated.Sum(), 1e-6);
    }

    [Fact]
    public void A_model_without_a_router_generates_none() =>
        Assert.Empty(GeneratedColumns.Of(
            new Cvae(SmallTask.Model with { HasLatent = false }, seed: 0),
            SmallTask.Data.Test,
            standardization: null,
            device));

    private static Tensor Scaled(Tensor values, float mean, float scale)
    {
        foreach (ref float value in values.Span)
            value = mean + scale * value;
        return values;
    }
}
