using System.Globalization;
using System.Text.RegularExpressions;
using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Distributions;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;
using LatentSharp.Tests.Training;
using LatentSharp.Training;

namespace LatentSharp.Tests.Objectives;

/// <summary>The example of docs/broad-together.md, and the numbers that it states.</summary>
public sealed class BroadTogetherTests : IDisposable
{
    // y_i = x + z / 4 + noise for two elements, with z ~ N(0, 1): the posterior's variance is 1 / (1 + 2 / 16) = 8/9.
    private const float Loading = 0.25f, PosteriorVariance = 8f / 9;

    private static readonly CvaeOptions Model = new()
    {
        ConditionDimensions = 1,
        TargetDimensions = 2,
        LatentDimensions = 1,
        Hidden = [],
        Likelihood = LikelihoodKind.Normal,
    };

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_divergences_on_the_page_are_those_of_the_closed_form()
    {
        double[][] rows = [.. Rows(@"^\| ([0-9./]+) \| ([0-9./]+) \| ([0-9.]+) \| ([0-9./]+) \|$")];
        Assert.Equal(3, rows.Length);
        foreach (double[] row in rows)
        {
            (double q, double p, double divergence, double variance) = (row[0], row[1], row[2], row[3]);
            double r = q / p, meanSquare = p - q;
            Assert.Equal(0.5 * (r - 1 - Math.Log(r) + meanSquare / p), divergence, 5e-5);
            Assert.Equal(q, variance);

            var tape = new Tape(device);
            Variable Scalar(double value) => tape.Constant(Tensor.Filled(new Shape(1, 1), (float)value));
            var posterior = new DiagonalNormal(Scalar(Math.Sqrt(meanSquare)), Scalar(Math.Log(q)));
            Assert.Equal(
                divergence,
                DiagonalNormal.Divergence(posterior, new DiagonalNormal(Scalar(0), Scalar(Math.Log(p)))).Scalar,
                6e-5);
        }
    }

    [Fact]
    public void Stretching_the_latent_changes_the_posterior_variance_and_nothing_else_of_the_objective()
    {
        Dataset data = Draw(200, draw: 3);
        Evaluation narrow = Evaluate(Stretched(1), data), broad = Evaluate(Stretched(3), data);
        Assert.Equal(narrow.Objective["reconstruction"].Raw, broad.Objective["reconstruction"].Raw, 1e-5);
        Assert.Equal(narrow.Objective["prior_kl"].Raw, broad.Objective["prior_kl"].Raw, 1e-5);
        Assert.Equal(8.0 / 9, narrow.Objective["posterior_variance"].Raw, 1e-5);
        Assert.Equal(8.0, broad.Objective["posterior_variance"].Raw, 1e-5);
    }

    [Fact]
    public void Trained_with_weight_0_both_stay_broad_and_with_a_positive_weight_both_grow_narrow()
    {
        double[][] rows = [.. Rows(@"^\| ([0-9.]+) \| below ([0-9.]+) \| (?:above|below) ([0-9.]+) \|$")];
        Assert.Equal([[0, 0.1, 4], [0.05, 0.1, 1]], rows);
        Evaluation diagnostic = Train(rows[0][0]), active = Train(rows[1][0]);
        AssertAt(rows[0][1], diagnostic, "above", rows[0][2]);
        AssertAt(rows[1][1], active, "below", rows[1][2]);
        Assert.Equal(diagnostic.Objective["reconstruction"].Raw, active.Objective["reconstruction"].Raw, 0.03);
    }

    private static void AssertAt(double divergence, Evaluation evaluation, string side, double variance)
    {
        double found = evaluation.Objective["posterior_variance"].Raw;
        Assert.InRange(evaluation.Objective["prior_kl"].Raw, 0.01, divergence);
        Assert.True(
            side == "above" ? found > variance : found < variance,
            $"V_post is {found}; the page says {side} {variance}.");
        Assert.Equal(9.0 / 8, evaluation.PriorVariance!.Value / found, 0.05);
    }

    // The weights are exact for z stretched by a factor: q = N(factor mu, factor^2 8/9), p = N(0, factor^2).
    private static Cvae Stretched(float factor)
    {
        var model = new Cvae(Model, seed: 0);
        float gain = factor * PosteriorVariance * Loading;
        Fill("inference.0.weight", -2 * gain, gain, gain, 0, 0, 0);
        Fill("inference.0.bias", 0, MathF.Log(factor * factor * PosteriorVariance));
        Fill("router.0.weight", 0, 0);
        Fill("router.0.bias", 0, MathF.Log(factor * factor));
        Fill("decoder.0.weight", 1, Loading / factor, 1, Loading / factor);
        Fill("decoder.0.bias", 0, 0);
        return model;

        void Fill(string name, params float[] values) => values.CopyTo(SmallTask.Find(model, name).Value.Span);
    }

    private static Dataset Draw(int count, ulong draw)
    {
        Tensor x = SmallTask.Normal(draw, count, 1),
            y = SmallTask.Normal(draw + 300, count, 2),
            z = SmallTask.Normal(draw + 600, count, 1);
        for (int row = 0; row < count; row++)
        {
            foreach (ref float element in y.Row(row))
                element += x.Span[row] + Loading * z.Span[row];
        }

        return new Dataset("broad together", x, y);
    }

    private static Objective Weighted(double posteriorVarianceWeight) =>
        Objective.EvidenceLowerBound(new ConstantSchedule(1), new ConstantSchedule(posteriorVarianceWeight));

    private static IEnumerable<double[]> Rows(string pattern) =>
        Regex.Matches(File.ReadAllText(PagePath()).ReplaceLineEndings("\n"), pattern, RegexOptions.Multiline)
            .Select(match => match.Groups.Values.Skip(1).Select(group => Number(group.Value)).ToArray());

    private static double Number(string text) =>
        text.Split('/').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).Aggregate((a, b) => a / b);

    private static string PagePath()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LatentSharp.slnx")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "docs", "broad-together.md");
    }

    private Evaluation Evaluate(Cvae model, Dataset data) =>
        new Evaluator(model, Weighted(0), data, seed: 0, device).Evaluate();

    private Evaluation Train(double posteriorVarianceWeight)
    {
        var data = new DatasetSplit(Draw(2048, draw: 31), Draw(512, draw: 32), Draw(512, draw: 33));
        Cvae model = Stretched(3);
        var options = new TrainingOptions { Epochs = 20, BatchSize = 64, LearningRate = 0.01 };
        // At the last weights, not the best.
        Evaluation? last = null;
        var progress = new RecordingProgress { AtEpoch = _ => last = Evaluate(model, data.Test) };
        TrainingResult result = new Trainer(model, Weighted(posteriorVarianceWeight), options, data, device).Run(
            progress);
        Assert.Equal(640, result.Steps);
        return last!;
    }
}
