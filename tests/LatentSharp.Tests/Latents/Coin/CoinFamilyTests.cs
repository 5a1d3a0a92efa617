using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Latents;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Reading.Decoding.Likelihoods;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Html;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Reports.Rendering.Text;
using LatentSharp.Tensors;
using LatentSharp.Tests.Autodiff;
using LatentSharp.Tests.Compute;
using LatentSharp.Tests.Reports.Rendering;
using LatentSharp.Tests.Training;
using LatentSharp.Training;

namespace LatentSharp.Tests.Latents.Coin;

/// <summary>What a family of one's own goes through: everything but a line of the library's.</summary>
public sealed class CoinFamilyTests : IDisposable
{
    private static readonly GivenNoise NoNoise = new(new Tensor(new Shape(0)));
    private static readonly DatasetSplit Data = new(
        CoinModel.Draw(600, step: 0),
        CoinModel.Draw(200, step: 1),
        CoinModel.Draw(400, step: 2));

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Its_divergence_and_its_gradient_are_those_of_the_closed_form() =>
        GradientCheck.Check(
            x => new CoinLatent(x[0]).Divergence(new CoinLatent(x[1])),
            x => [.. x[0].Zip(x[1], (q, p) => Kl(Sigmoid(q), Sigmoid(p)))],
            Draws.Normal(new Shape(5, 1), step: 1),
            Draws.Normal(new Shape(5, 1), step: 2));

    [Fact]
    public void Its_expectations_are_exact_and_differentiable() =>
        GradientCheck.Check(
            x =>
            {
                LatentDraws all = new CoinLatent(x[0]).Draw(7, NoNoise);
                // f(0) = 3, f(1) = 3 - 5 = -2
                return all.Expectation(all.Values.Affine(-5f, 3f).SumLast());
            },
            x => [.. x[0].Select(logit => 3 - 5 * Sigmoid(logit))],
            Draws.Normal(new Shape(5, 1), step: 3));

    [Fact]
    public void It_trains_to_the_likelihood_of_the_data_and_each_value_stands_for_a_mode()
    {
        Cvae model = Trained();
        LikelihoodEvaluation evaluation = LikelihoodEvaluator.Evaluate(
            model,
            Data.Test,
            new LikelihoodOptions(),
            device);

        double[] exact = BruteForce(model, Data.Test);
        double[] values = [.. evaluation[LikelihoodEstimator.NegativeLogLikelihood].PerExample];
        Assert.Equal(exact.Length, values.Length);
        Assert.All(exact.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        double truth = Truth(Data.Test).Average();
        Assert.InRange(exact.Average(), truth - 0.02, truth + 0.05);
        (double zero, double one) = Modes(model);
        Assert.Equal(4, Math.Abs(one - zero), 0.2);
    }

    [Fact]
    public void The_importance_weighted_bound_over_all_values_is_the_likelihood_itself()
    {
        Cvae model = CoinModel.Create();
        var tape = new Tape(device);
        Variable y = tape.Constant(Data.Test.Target);
        VariationalOutput output = VariationalPass.Run(
            model,
            tape.Constant(Data.Test.Condition),
            y,
            DrawCounts.One,
            new PassNoise(NoNoise, NoNoise));
        Span<float> bound = new ImportanceWeightedBound().PerExample(output, y).Value.Span;
        double[] exact = BruteForce(model, Data.Test);
        for (int row = 0; row < exact.Length; row++)
            Assert.Equal(exact[row], bound[row], 1e-4);
        Assert.Equal(
            "posterior_variance is the mean variance of a Gaussian latent; this one is coin.",
            Assert.Throws<ArgumentException>(() => new PosteriorVariance().PerExample(output, y)).Message);
    }

    [Fact]
    public void It_evaluates_over_examples_not_batches()
    {
        Cvae model = CoinModel.Create();
        Evaluation whole = Evaluate(Data.Train), first = Evaluate(Rows(0, 512)), rest = Evaluate(Rows(512, 88));
        foreach (string term in new[] { Reconstruction.TermName, LatentSharp.Objectives.PriorKl.TermName })
            Assert.Equal(
                (512 * first.Objective[term].Raw + 88 * rest.Objective[term].Raw) / 600,
                whole.Objective[term].Raw,
                1e-6);
        Assert.NotEqual(
            first.Objective[Reconstruction.TermName].Raw,
            rest.Objective[Reconstruction.TermName].Raw,
            1e-3);
        Assert.Null(whole.PriorVariance);

        Evaluation Evaluate(Dataset data) => new Evaluator(model, Bound(), data, seed: 0, device).Evaluate();

        Dataset Rows(int start, int count) =>
            new("part", Data.Train.Condition.Rows(start, count), Data.Train.Target.Rows(start, count));
    }

    [Fact]
    public void It_is_read_for_what_it_has()
    {
        Cvae model = Trained();
        LatentEvidence evidence = RunEvidence.Collect(
            "coins",
            model,
            Data.Test,
            samples: 200,
            seed: 1,
            Bound(),
            history: null,
            device);
        Assert.Equal((400, 1, "coin"), (evidence.Examples, evidence.Dimensions, evidence.Family.Name));
        ReportInput report = ReportSource.Read(evidence, device);
        LatentReading reading = report.Diagnosis.Reading;
        LatentQuantities quantities = reading.Quantities;

        // What a decoder and draws can say is said, and it is what going through both values says exactly.
        (double divergence, double usage, double atTestTime, double likelihood) = Exact(model);
        Within(divergence, quantities.PriorKl.Value!.Total);
        Within(atTestTime, quantities.TestTimeGap.Value!.Difference);
        Within(likelihood, quantities.ConditionalLikelihood.Value!.Importance.Value!.LogLikelihood);
        Assert.InRange(quantities.UsageGap.Value!.Difference.Value, 0.5 * usage, 1.5 * usage);

        // What takes a variance is not, and says so.
        Assert.All(
            new[]
            {
                quantities.PosteriorVariance.Needs, quantities.NoiseShare.Needs, quantities.ActiveUnits.Needs,
                quantities.MutualInformation.Needs, quantities.BreadthRatio.Needs,
            },
            needs => Assert.Equal("a gaussian latent", needs));
        Assert.Equal("nll_at_mean", quantities.SamplingCost.Needs);
        Assert.Equal(
            "It is no part of it: a latent of the coin family has no variance.",
            report.Diagnosis.Answers[0].Text);
        Assert.DoesNotContain(
            report.Diagnosis.Findings,
            finding => finding.Id.StartsWith("LS1", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Diagnosis.Findings, finding => finding.Id == "LS4001");
        foreach (string rendered in new[]
        {
            ReadingText.Render(report.Diagnosis), ReadingHtml.Render(report), ReadingJson.Render(report.Diagnosis),
        })
            Assert.Contains("coin", rendered, StringComparison.Ordinal);

        Assert.Empty(JsonSchemaCheck.OfPublished("reading-2.json").Errors(ReadingJson.Render(report.Diagnosis)));

        static void Within(double exact, Estimate estimate) =>
            Assert.InRange(estimate.Value, exact - 0.05, exact + 0.05);
    }

    // K_prior, the usage gap with every other example as likely, the test-time gap and log p(y|x), over both values.
    private (double Divergence, double Usage, double AtTestTime, double Likelihood) Exact(Cvae model)
    {
        var tape = new Tape(device);
        Variable x = tape.Constant(Data.Test.Condition);
        Span<float> q = model.Infer(x, tape.Constant(Data.Test.Target))!.Parts[0].Value.Span,
            p = model.Route(x)!.Value.Prior.Parts[0].Value.Span;
        (double zero, double one) = Modes(model);
        double divergence = 0, usage = 0, atTestTime = 0;
        double[] inferred = [.. q.ToArray().Select(logit => Sigmoid(logit))];
        for (int row = 0; row < q.Length; row++)
        {
            double y = Data.Test.Target.Span[row],
                atZero = -Math.Log(Density(y - zero)),
                atOne = -Math.Log(Density(y - one)),
                own = Mix(inferred[row]);
            divergence += Kl(inferred[row], Sigmoid(p[row]));
            atTestTime += Mix(Sigmoid(p[row])) - own;
            usage += Mix(inferred.Average()) - own;

            double Mix(double right) => (1 - right) * atZero + right * atOne;
        }

        double exact = -BruteForce(model, Data.Test).Average();
        return (divergence / q.Length, usage / q.Length, atTestTime / q.Length, exact);
    }

    private static Objective Bound() =>
        new(
            new WeightedTerm(new Reconstruction(), new ConstantSchedule(1)),
            new WeightedTerm(new LatentSharp.Objectives.PriorKl(), new ConstantSchedule(1)));

    private Cvae Trained()
    {
        Cvae model = CoinModel.Create();
        var options = new TrainingOptions { Epochs = 60, BatchSize = 60, LearningRate = 0.02 };
        new Trainer(model, Bound(), options, Data, device).Run(new RecordingProgress());
        return model;
    }

    // -ln sum_z p(z|x) N(y; mu_z, 1/4), in float64.
    private double[] BruteForce(Cvae model, Dataset data)
    {
        (double zero, double one) = Modes(model);
        Tensor logits = model.Route(new Tape(device).Constant(data.Condition))!.Value.Prior.Parts[0].Value;
        return [.. Enumerable.Range(0, data.Count).Select(Nll)];

        double Nll(int row)
        {
            double p = Sigmoid(logits.Span[row]), y = data.Target.Span[row];
            return -Math.Log((1 - p) * Density(y - zero) + p * Density(y - one));
        }
    }

    private static IEnumerable<double> Truth(Dataset data) =>
        Enumerable.Range(0, data.Count).Select(row =>
        {
            double right = Sigmoid(2 * data.Condition.Span[row]), y = data.Target.Span[row];
            return -Math.Log((1 - right) * Density(y + 2) + right * Density(y - 2));
        });

    private (double Zero, double One) Modes(Cvae model)
    {
        var tape = new Tape(device);
        Variable x = tape.Constant(new Tensor(new Shape(1, 1)));
        LatentDraws all = model.Route(x)!.Value.Prior.Draw(1, NoNoise);
        var likelihood = (LatentSharp.Distributions.IHasMean)model.Decode(x, all);
        Span<float> means = likelihood.Mean.Value.Span;
        return (means[0], means[1]);
    }

    private static double Density(double d) => Math.Exp(-2 * d * d) * Math.Sqrt(2 / Math.PI);

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    private static double Kl(double q, double p) => q * Math.Log(q / p) + (1 - q) * Math.Log((1 - q) / (1 - p));
}
