using System.Collections.Concurrent;
using LatentSharp.Compute.Randomness;
using LatentSharp.Models;
using LatentSharp.Onnx;
using LatentSharp.Runs;
using LatentSharp.Runs.Inference;
using LatentSharp.Tests.Data;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Onnx;

/// <summary>What ONNX Runtime computes from the graphs of random models is what the models compute.</summary>
[Trait("speed", "slow")]
public sealed class OnnxAgreementTests : IDisposable
{
    private const int Models = 500;

    private const ulong Seed = 4;

    // Of the value, or of what its column is in units of the data, where that is more than 1.
    private const double Tolerance = 1e-5;

    private static readonly int[] Batches = [1, 7, 1000];

    private readonly TemporaryDirectory directory = new();
    private readonly ConcurrentQueue<string> strays = [];

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Five_hundred_random_models_compute_the_same_in_ONNX_Runtime_for_any_batch()
    {
        var parts = new ConcurrentBag<(OnnxPart, LikelihoodKind)>();
        Parallel.For(0, Models, number =>
        {
            TrainedModel model = RandomModels.Load(directory[$"{number}.safetensors"], number);
            foreach (OnnxPart part in OnnxExporter.PartsOf(model))
            {
                using var run = GraphRun.Of(model, part);
                foreach (int rows in Batches)
                    Check($"model {number}, {part}, {rows} rows", model, part, run, rows);
                parts.Add((part, model.Options.Likelihood));
            }
        });
        Assert.True(strays.IsEmpty, $"{strays.Count} differ:\n{string.Join('\n', strays.Take(20))}");
        Assert.Equal(16, parts.Distinct().Count());
    }

    private void Check(string place, TrainedModel model, OnnxPart part, GraphRun run, int rows)
    {
        (float[] x, float[] y, float[] z) = RandomModels.Rows(model, rows);
        switch (part)
        {
            case OnnxPart.Router or OnnxPart.Inference:
                float[] mean = new float[z.Length], variance = new float[z.Length];
                if (part == OnnxPart.Router)
                    model.Route(x, mean, variance);
                else
                    model.Infer(x, y, mean, variance);
                Dictionary<string, float[]> latent = run.Run(rows, ("condition", x), ("target", y));
                string name = part == OnnxPart.Router ? "prior" : "posterior";
                Same($"{place}, mean", mean, latent[$"{name}_mean"]);
                Same($"{place}, logvar", [.. variance.Select(v => MathF.Log(v))], latent[$"{name}_logvar"]);
                break;
            case OnnxPart.Decoder:
                float[] decoded = new float[y.Length];
                model.Decode(x, z, decoded);
                CheckDecoder(place, model, decoded, run.Run(rows, ("condition", x), ("z", z)));
                break;
            default:
                CheckSample(place, model, run, x, rows);
                break;
        }
    }

    private void CheckDecoder(
        string place,
        TrainedModel model,
        float[] decoded,
        Dictionary<string, float[]> outputs)
    {
        Same($"{place}, target_mean", decoded, outputs["target_mean"], model);
        int width = model.TargetFields.Width;
        switch (model.Options.Likelihood)
        {
            case LikelihoodKind.Bernoulli:
                Same(
                    $"{place}, target_logit", decoded,
                    [.. outputs["target_logit"].Select(l => 1 / (1 + MathF.Exp(-l)))]);
                break;
            case LikelihoodKind.Categorical:
                Same($"{place}, target_logit", decoded, [
                    .. outputs["target_logit"].Chunk(width).SelectMany(row =>
                        row.Select(l => MathF.Exp(l) / row.Sum(other => MathF.Exp(other)))),
                ]);
                break;
            default:
                float own = model.Options.Likelihood == LikelihoodKind.Normal
                    ? model.Options.LikelihoodScale
                    : MathF.Exp(SmallTask.Find(model.Model, "decoder.log_variance").Value.Span[0] / 2);
                Same(
                    $"{place}, target_deviation",
                    [.. decoded.Select((_, i) => own * (model.Standardization?.TargetScale.Span[i % width] ?? 1))],
                    outputs["target_deviation"],
                    model);
                break;
        }
    }

    private void CheckSample(string place, TrainedModel model, GraphRun run, float[] x, int rows)
    {
        int width = model.TargetFields.Width;
        LikelihoodKind likelihood = model.Options.Likelihood;
        bool real = likelihood is LikelihoodKind.Normal or LikelihoodKind.NormalLearnedScale;
        float[] y = new float[rows * width], means = new float[rows * width],
            latentNoise = Noise(model.LatentDimensions, normal: true, RandomPurpose.GeneratedLatent),
            targetNoise = Noise(width, real, RandomPurpose.GeneratedTarget);
        model.Sample(x, 1, Seed, y);
        model.SampleMeans(x, 1, Seed, means);
        Dictionary<string, float[]> outputs = run.Run(
            rows, ("condition", x), ("latent_noise", latentNoise), ("target_noise", targetNoise));
        Same($"{place}, target_mean", means, outputs["target_mean"], model);
        Assert.Equal(model.LatentDimensions > 0, outputs.ContainsKey("z"));
        if (real)
            Same($"{place}, target", y, outputs["target"], model);
        else
            for (int row = 0; row < rows; row++)
                SameDraw(row);

        float[] Noise(int columns, bool normal, RandomPurpose purpose)
        {
            var numbers = new float[rows * columns];
            if (numbers.Length > 0)
                InputNoise.Fill(numbers, columns, draws: 1, normal, purpose, Seed, firstDraw: 0, firstRow: 0);
            return numbers;
        }

        // Where the noise is as near to a probability as rounding, either side of it will do.
        void SameDraw(int row)
        {
            float[] noise = targetNoise[(row * width)..((row + 1) * width)];
            double sum = 0;
            for (int i = 0; i < width; i++)
            {
                int place = row * width + i;
                sum = likelihood == LikelihoodKind.Bernoulli ? means[place] : sum + means[place];
                float number = likelihood == LikelihoodKind.Bernoulli ? noise[i] : noise[0];
                if (Math.Abs(sum - number) < Tolerance)
                    return;
            }

            Range own = (row * width)..((row + 1) * width);
            Same($"{place}, target", y[own], outputs["target"][own]);
        }
    }

    private void Same(string place, float[] expected, float[] actual, TrainedModel? columns = null)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double unit = Math.Max(1, Math.Abs(expected[i]));
            if (columns?.Standardization is { } map)
            {
                int column = i % columns.TargetFields.Width;
                unit = Math.Max(unit, Math.Max(Math.Abs(map.TargetMean.Span[column]), map.TargetScale.Span[column]));
            }

            if (Math.Abs(expected[i] - actual[i]) <= Tolerance * unit)
                continue;
            strays.Enqueue(FormattableString.Invariant($"{place}, element {i}: {expected[i]:G9} and {actual[i]:G9}"));
            return;
        }
    }
}
