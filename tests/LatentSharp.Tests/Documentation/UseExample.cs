#region use
using LatentSharp.Runs;
#endregion

namespace LatentSharp.Tests.Documentation;

/// <summary>The examples of docs/using-a-model.md.</summary>
internal static class UseExample
{
    public static void Run(string path)
    {
        #region use
        var model = TrainedModel.Load(path);
        foreach (float[] y in model.Sample([1.2f, 0.4f], count: 10, seed: 1))
            Console.WriteLine(string.Join(", ", y));
        #endregion
        Names(model);
        Spans(model);
    }

    private static void Names(TrainedModel model)
    {
        #region names
        var x = new Dictionary<string, double> { ["x1"] = 1.2, ["x2"] = 0.4 };
        var y = new Dictionary<string, double> { ["y"] = 1.5 };
        double likely = model.Mean(x)["y"];
        LatentNormal before = model.Route(x), after = model.Infer(x, y);
        double logLikelihood = model.LogLikelihood(x, y, samples: 100);
        Console.WriteLine($"y about {likely:F2}; log p(y|x) {logLikelihood:F2} nats");
        Console.WriteLine($"variance of z: {before.Variance[0]:F2} of x alone, {after.Variance[0]:F2} with y");
        #endregion
    }

    private static void Spans(TrainedModel model)
    {
        #region spans
        float[] conditions = new float[256 * 2], targets = new float[256 * 5];
        model.Sample(conditions, count: 5, seed: 1, targets, firstRow: 0);
        #endregion
        Assert.All(targets, y => Assert.True(float.IsFinite(y)));
    }
}
