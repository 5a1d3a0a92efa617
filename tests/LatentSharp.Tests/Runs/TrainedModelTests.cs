using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Models;
using LatentSharp.Reading.Decoding.Likelihoods;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tensors;
using LatentSharp.Tests.Models;
using LatentSharp.Tests.Training;
using LatentSharp.Training;

namespace LatentSharp.Tests.Runs;

public sealed class TrainedModelTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp");

    public static TheoryData<LikelihoodKind, bool, bool> Kinds => new()
    {
        { LikelihoodKind.Bernoulli, true, true },
        { LikelihoodKind.NormalLearnedScale, true, true },
        { LikelihoodKind.Normal, true, false },
        { LikelihoodKind.Categorical, true, true },
        { LikelihoodKind.NormalLearnedScale, false, false },
    };

    private string this[string name] => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);

    // z ~ N(C x, I) and y ~ N(A x + B z + c, sigma^2 I) in the model's units, so y is normal in those of the data too.
    [Fact]
    public void Mean_and_covariance_of_a_hundred_thousand_samples_are_those_of_the_closed_form()
    {
        const int count = 100_000;
        TrainedModel model = Exact(out Standardization map);
        float[] x = [2.5f, 3.75f], seen = new float[2];
        Standardization.Apply(x, map.ConditionMean.Span, map.ConditionScale.Span, seen);
        float[][] y = model.Sample(x, count, seed: 5);
        double[,] covariance = LinearGaussian.Covariance();
        double[] mean = [.. Enumerable.Range(0, 5).Select(i => y.Average(row => (double)row[i]))];
        for (int i = 0; i < 5; i++)
        {
            double scale = map.TargetScale.Span[i],
                expected = LinearGaussian.Mean(seen, i) * scale + map.TargetMean.Span[i];
            Assert.Equal(expected, mean[i], 5 * scale * Math.Sqrt(covariance[i, i] / count));
            for (int j = 0; j <= i; j++)
            {
                double both = scale * map.TargetScale.Span[j],
                    measured = y.Average(row => (row[i] - mean[i]) * (row[j] - mean[j])),
                    error = both * Math.Sqrt(
                        (covariance[i, i] * covariance[j, j] + covariance[i, j] * covariance[i, j]) / count);
                Assert.Equal(both * covariance[i, j], measured, 5 * error);
            }
        }
    }

    [Fact]
    public void The_log_likelihood_is_the_density_in_the_units_of_the_data()
    {
        TrainedModel model = Exact(out Standardization map);
        Dataset seen = LinearGaussian.Draw(50, draw: 4);
        double change = map.TargetScale.Span.ToArray().Sum(scale => Math.Log(scale));
        for (int row = 0; row < seen.Count; row++)
        {
            float[] x = new float[2], y = new float[5];
            Standardization.Undo(seen.Condition.Row(row), map.ConditionMean.Span, map.ConditionScale.Span, x);
            Standardization.Undo(seen.Target.Row(row), map.TargetMean.Span, map.TargetScale.Span, y);
            double expected = LinearGaussian.LogProbability(seen.Condition.Row(row), seen.Target.Row(row)) - change;
            Assert.Equal(expected, model.LogLikelihood(x, y, samples: 3), 1e-3);
        }
    }

    [Fact]
    public void The_samples_of_digits_are_those_of_the_evaluated_model()
    {
        RunConfiguration configuration = Presets.Find("digits")! with { Training = new TrainingOptions { Epochs = 3 } };
        using var device = Device.Cpu(2);
        TrainingRun run = TrainingRun.Execute(RunSetup.Load(configuration), new RunOptions(this["run"]), device);
        var model = TrainedModel.Load(this["run"]);
        Dataset test = run.Setup.Data.Test;

        // The decoder's mean at mu of q gives the negative log-likelihoods that a reading has.
        LatentEvidence evidence = RunEvidence.Collect(
            "run", run.Model, test, 1, seed: 0, configuration.Objective, history: null, device);
        var nll = new double[test.Count];
        evidence.NllAtMean!.Read(0, nll);
        for (int row = 0; row < 40; row++)
        {
            float[] x = test.Condition.Row(row).ToArray(), y = test.Target.Row(row).ToArray(), p = new float[32];
            model.Decode(x, [.. model.Infer(x, y).Mean], p);
            Assert.Equal(nll[row], -y.Zip(p).Sum(bit => Math.Log(bit.First > 0 ? bit.Second : 1 - bit.Second)), 1e-3);
        }

        // Both estimate -log p(y|x) by the same weights from other draws.
        double evaluated = LikelihoodEvaluator
            .Evaluate(run.Model, test, new LikelihoodOptions { Samples = [100], Seed = 1 }, device)
            .Estimators.Single(column => column.Estimator == LikelihoodEstimator.Importance)
            .PerExample.Average();
        var ours = new double[test.Count];
        model.LogLikelihood(test.Condition.Span, test.Target.Span, 100, seed: 2, ours);
        Assert.Equal(evaluated, -ours.Average(), 0.05);

        // Bits are drawn as often as the means say.
        float[] bits = new float[test.Count * 200 * 32], means = new float[test.Count * 200 * 32];
        model.Sample(test.Condition.Span, 200, seed: 1, bits);
        model.SampleMeans(test.Condition.Span, 200, seed: 1, means);
        Assert.All(bits, bit => Assert.True(bit is 0 or 1));
        Assert.Equal(means.Average(), bits.Average(), 5 * Math.Sqrt(0.25 / bits.Length));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_row_gives_the_same_alone_and_in_any_batch(LikelihoodKind likelihood, bool latent, bool router)
    {
        const int rows = 301, count = 5;
        TrainedModel model = Small(likelihood, latent, router);
        Tensor x = SmallTask.Normal(1, rows, 3);
        Tensor y = Targets(likelihood, rows);
        Tensor samples = model.SampleMany(x, count, seed: 9);
        float[] mean = new float[rows * 4], q = new float[rows * 2], v = new float[rows * 2];
        double[] likelihoods = new double[rows];
        model.Mean(x.Span, mean);
        model.LogLikelihood(x.Span, y.Span, 20, seed: 9, likelihoods);
        if (latent)
            model.Infer(x.Span, y.Span, q, v);
        for (int row = 0; row < rows; row += 7)
        {
            float[] drawn = new float[count * 4];
            double[] alone = new double[1];
            model.Sample(x.Row(row), count, seed: 9, drawn, firstRow: row);
            model.LogLikelihood(x.Row(row), y.Row(row), 20, seed: 9, alone, firstRow: row);
            Assert.Equal(samples.Row(row).ToArray(), drawn);
            Assert.Equal(mean[(row * 4)..(row * 4 + 4)], model.Mean(x.Row(row)));
            Assert.Equal(likelihoods[row], alone[0]);
            if (latent)
                Assert.Equal(q[(row * 2)..(row * 2 + 2)], model.Infer(x.Row(row), y.Row(row)).Mean);
        }
    }

    [Fact]
    public void Draws_differ_by_seed_row_and_draw_and_more_of_them_begin_with_fewer()
    {
        TrainedModel model = Small(LikelihoodKind.NormalLearnedScale, latent: true, router: true);
        float[] x = [0.5f, -1, 2];
        float[][] ten = model.Sample(x, 10, seed: 1), three = model.Sample(x, 3, seed: 1);
        Assert.Equal(ten[..3], three);
        Assert.Equal(10, ten.Select(row => row[0]).Distinct().Count());
        Assert.NotEqual(ten[0], model.Sample(x, 1, seed: 2)[0]);
        var second = new float[4];
        model.Sample(x, 1, seed: 1, second, firstRow: 1);
        Assert.NotEqual(ten[0], second);
    }

    [Fact]
    public async Task Rows_that_come_one_by_one_give_what_they_give_at_once()
    {
        TrainedModel model = Small(LikelihoodKind.Bernoulli, latent: true, router: true);
        Tensor x = SmallTask.Normal(1, 600, 3);
        Tensor at = model.SampleMany(x, 2, seed: 4);
        int row = 0;
        await foreach (float[] drawn in model.SampleMany(Rows(), 2, seed: 4, TestContext.Current.CancellationToken))
            Assert.Equal(at.Row(row++).ToArray(), drawn);
        Assert.Equal(600, row);

        async IAsyncEnumerable<float[]> Rows()
        {
            for (int i = 0; i < 600; i++)
            {
                await Task.Yield();
                yield return x.Row(i).ToArray();
            }
        }
    }

    [Fact]
    public void A_given_z_is_decoded_and_that_of_the_router_s_mean_is_the_mean()
    {
        TrainedModel model = Small(LikelihoodKind.NormalLearnedScale, latent: true, router: true);
        float[] x = [0.5f, -1, 2], decoded = new float[4], drawn = new float[4 * 20_000];
        float[] z = [.. model.Route(x).Mean];
        model.Decode(x, z, decoded);
        Assert.Equal(model.Mean(x), decoded);
        model.SampleAt(x, z, 20_000, seed: 1, drawn);
        for (int i = 0; i < 4; i++)
        {
            double scale = model.Standardization!.TargetScale.Span[i],
                mean = drawn.Where((_, place) => place % 4 == i).Average(value => (double)value);
            Assert.Equal(decoded[i], mean, 5 * scale / Math.Sqrt(20_000));
        }
    }

    [Fact]
    public void Columns_go_by_their_names_and_classes_by_their_numbers()
    {
        CvaeOptions options = SmallTask.Model with { Likelihood = LikelihoodKind.NormalLearnedScale };
        TrainedModel model = ModelFiles.Load(
            this["model.safetensors"], options,
            new Fields(Field.Column("height"), Field.OneHot("kind", ["1", "2"])), Fields.Columns("a", "b", "c", "d"));
        var x = new Dictionary<string, double> { ["height"] = 0.5, ["kind"] = 2 };
        Assert.Equal([0.5f, 0, 1], model.ConditionRow(x));
        IReadOnlyDictionary<string, double> y = model.Sample(x, 1, seed: 3)[0];
        Assert.Equal(["a", "b", "c", "d"], y.Keys);
        Assert.Equal(model.Sample([0.5f, 0, 1], 1, seed: 3)[0], y.Values.Select(value => (float)value));
        Assert.Equal(model.Mean([0.5f, 0, 1]), model.Mean(x).Values.Select(value => (float)value));
        Assert.Equal(model.LogLikelihood([0.5f, 0, 1], model.TargetRow(y), 5), model.LogLikelihood(x, y, 5));
        Assert.Equal(model.Route([0.5f, 0, 1]).Variance, model.Route(x).Variance);

        Refused("condition: there is no column 'hieght' in the model; did you mean 'height'?", "height", "hieght");
        Refused("condition: there is no column 'kind = 1' among height; give a number for it", "height");
        x["kind"] = 3;
        Assert.Equal(
            "condition 'kind': there is no class 3; did you mean '1'?".Split(';')[0],
            Assert.Throws<DataException>(() => model.Sample(x, 1)).Message.Split(';')[0]);

        void Refused(string message, params string[] names)
        {
            var values = names.ToDictionary(name => name, _ => 1.0);
            if (names.Length > 1)
                values["kind"] = 1;
            Assert.Equal(message, Assert.Throws<DataException>(() => model.Sample(values, 1)).Message);
        }
    }

    [Fact]
    public void A_row_that_cannot_be_used_is_named_with_its_column()
    {
        TrainedModel model = ModelFiles.Load(
            this["model.safetensors"], SmallTask.Model,
            Fields.Columns("a", "b", "c"), Fields.Columns("d", "e", "f", "g"), ModelFiles.Map(3, 4));
        var y = new float[8];
        Assert.Equal(
            "condition row 1, counted from 0, b: NaN is not finite; expected a finite number in the units of the data",
            Assert.Throws<DataException>(() => model.Sample([1, 2, 3, 4, float.NaN, 6], 1, 0, y)).Message);
        Assert.StartsWith(
            "condition row 11, counted from 0, b: NaN ",
            Assert.Throws<DataException>(() => model.Sample([1, 2, 3, 4, float.NaN, 6], 1, 0, y, 10)).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "target row 0, counted from 0, e: 2 has no probability; expected 0 or 1",
            Assert.Throws<DataException>(() => model.LogLikelihood([1, 2, 3], [0, 2, 1, 1], 3)).Message);
        Assert.Equal(
            "TrainedModel: the condition has 2 numbers; expected 3: 1 rows of 3.",
            Assert.Throws<ArgumentException>(() => model.Sample([1, 2], 1)).Message);
        Assert.Equal(
            "TrainedModel: there is room for 8 numbers of y; expected 12: [rows, count, target].",
            Assert.Throws<ArgumentException>(() => model.Sample([1, 2, 3], 3, 0, y)).Message);
        Assert.Throws<DataException>(() => model.Decode([1, 2, 3], [float.NaN, 0], new float[4]));
    }

    [Fact]
    public void A_model_without_a_latent_or_without_a_condition_is_used_too()
    {
        TrainedModel plain = Small(LikelihoodKind.Bernoulli, latent: false, router: false);
        Assert.Equal(0, plain.LatentDimensions);
        Assert.Contains("no latent", Assert.Throws<InvalidOperationException>(
            () => plain.Route([1, 2, 3])).Message, StringComparison.Ordinal);
        TrainedModel free = ModelFiles.Load(
            this["free.safetensors"], SmallTask.Model with { ConditionDimensions = 0, Prior = PriorKind.Standard });
        Assert.Equal(7, free.Sample([], 7).Length);
        var two = new float[2 * 4];
        free.Sample([], 1, seed: 0, two);
        Assert.Equal([0f, 0f], free.Route([]).Mean);
    }

    [Fact]
    public void A_run_is_used_elsewhere_when_its_data_are_gone()
    {
        SineTable.Write(this["table.csv"]);
        using var device = Device.Cpu(1);
        RunConfiguration task = SineTable.Task(this["table.csv"]) with
        {
            Training = new TrainingOptions { Epochs = 2, BatchSize = 16 },
        };
        TrainingRun.Execute(RunSetup.Load(task), new RunOptions(this["run"]), device);
        float[][] before = TrainedModel.Load(this["run"]).Sample([0.1f, 0.2f], 4, seed: 1);
        File.Delete(this["table.csv"]);
        Directory.Move(this["run"], this["moved"]);
        TrainedModel model = TrainedModel.Load(this["moved"]),
            file = TrainedModel.Load(this["moved/model.safetensors"]);
        Assert.Equal(before, model.Sample([0.1f, 0.2f], 4, seed: 1));
        Assert.Equal(before, file.Sample([0.1f, 0.2f], 4, seed: 1));
        Assert.Equal(["a", "b"], file.ConditionFields.Select(field => field.Name));
        Assert.All(before, row => Assert.InRange(row[0], -5, 15));
        Directory.CreateDirectory(this["export"]);
        model.Save(this["export/model.safetensors"]);
        Assert.Equal(
            File.ReadAllBytes(this["moved/model.safetensors"]), File.ReadAllBytes(this["export/model.safetensors"]));
        Assert.Equal(before, TrainedModel.Load(this["export"]).Sample([0.1f, 0.2f], 4, seed: 1));
    }

    private static Tensor Targets(LikelihoodKind likelihood, int rows)
    {
        Tensor y = SmallTask.Normal(2, rows, 4);
        for (int i = 0; i < y.Shape.Length; i++)
        {
            y.Span[i] = likelihood switch
            {
                LikelihoodKind.Bernoulli => y.Span[i] > 0 ? 1 : 0,
                LikelihoodKind.Categorical => i % 4 == i / 4 % 4 ? 1 : 0,
                _ => y.Span[i],
            };
        }

        return y;
    }

    private TrainedModel Exact(out Standardization map)
    {
        map = ModelFiles.Map(2, 5);
        ModelFiles.Save(
            this["exact.safetensors"], LinearGaussian.Exact(), LinearGaussian.Model, standardization: map);
        return TrainedModel.Load(this["exact.safetensors"]);
    }

    private TrainedModel Small(LikelihoodKind likelihood, bool latent, bool router)
    {
        bool real = likelihood is LikelihoodKind.Normal or LikelihoodKind.NormalLearnedScale;
        Standardization map = ModelFiles.Map(3, 4);
        return ModelFiles.Load(
            this["small.safetensors"],
            SmallTask.Model with
            {
                Likelihood = likelihood,
                HasLatent = latent,
                HasInferenceNetwork = latent,
                Prior = router || !latent ? PriorKind.Learned : PriorKind.Standard,
            },
            standardization: real ? map : map.ForConditionOnly());
    }
}
