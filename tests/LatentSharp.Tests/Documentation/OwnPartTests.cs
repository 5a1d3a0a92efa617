using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Layers;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Own;
using LatentSharp.Reports;
using LatentSharp.Reports.Documents;
using LatentSharp.Tensors;
using LatentSharp.Tests.Autodiff;
using LatentSharp.Tests.Compute;
using LatentSharp.Tests.Training;
using LatentSharp.Training;
using Bernoulli = LatentSharp.Distributions.Bernoulli;

namespace LatentSharp.Tests.Documentation;

/// <summary>The parts of docs/own: as printed, against their closed forms, and trained within a model.</summary>
public sealed class OwnPartTests : IDisposable
{
    private static readonly CvaeOptions Options = new()
    {
        ConditionDimensions = 2,
        TargetDimensions = 3,
        LatentDimensions = 2,
        Hidden = [8],
        Activation = Activation.Tanh,
    };

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData("encoder")]
    [InlineData("router")]
    [InlineData("decoder")]
    [InlineData("prior")]
    [InlineData("likelihood")]
    [InlineData("rule")]
    public void The_snippets_of_a_page_are_the_code_that_runs_here(string part)
    {
        string page = $"docs/own/{part}.md",
            source = $"tests/LatentSharp.Own/{char.ToUpperInvariant(part[0])}{part[1..]}Example.cs";
        Assert.Equal(
            [Repository.Region(source, part), Repository.Region(source, "use")],
            Repository.Blocks(page, "csharp"));
        Assert.InRange(Repository.Read(page).TrimEnd('\n').Split('\n').Length, 25, 60);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("router")]
    [InlineData("decoder")]
    [InlineData("prior")]
    [InlineData("likelihood")]
    public void A_model_with_the_part_trains_every_parameter_and_is_read(string part)
    {
        Cvae model = part switch
        {
            "encoder" => EncoderExample.Create(Options),
            "router" => RouterExample.Create(Options),
            "decoder" => DecoderExample.Create(Options),
            "prior" => PriorExample.Create(Options),
            _ => LikelihoodExample.Create(Options),
        };
        DatasetSplit data = new(Draw(600, step: 0), Draw(200, step: 1), Draw(200, step: 2));
        var objective = Objective.EvidenceLowerBound(new ConstantSchedule(1), new ConstantSchedule(0));
        float[][] initial = [.. model.Parameters.Select(parameter => parameter.Value.Span.ToArray())];
        double before = Evaluate();
        new Trainer(model, objective, new TrainingOptions { Epochs = 8, LearningRate = 0.01 }, data, device)
            .Run(new RecordingProgress());
        Assert.InRange(Evaluate(), 0, before - 0.2);
        Assert.All(
            model.Parameters.Zip(initial),
            pair => Assert.False(pair.First.Value.Span.SequenceEqual(pair.Second), pair.First.Name));

        LatentEvidence evidence = RunEvidence.Collect(
            part, model, data.Test, samples: 10, seed: 0, objective, history: null, device);
        ReportInput report = ReportSource.Read(evidence, device);
        Assert.True(report.Diagnosis.Reading.Quantities.PriorKl.IsMeasured);
        Assert.True(report.Diagnosis.Reading.Quantities.ConditionalLikelihood.IsMeasured);

        double Evaluate() => new Evaluator(model, objective, data.Test, seed: 0, device).Evaluate().Objective.Total;
    }

    [Fact]
    public void The_encoder_is_its_two_towers_and_their_join_in_closed_form()
    {
        var initialization = new Initialization(seed: 1);
        var encoder = new TwoTowerEncoder(Options, initialization);
        GradientCheck.Check(
            inputs =>
            {
                var q = (GaussianLatent)encoder.Forward(inputs[0], inputs[1]);
                return Variable.Concatenate(q.Mean, q.LogVariance);
            },
            inputs =>
            {
                double[] x = Layer(initialization, "inference.x", inputs[0], Math.Tanh),
                    y = Layer(initialization, "inference.y", inputs[1], Math.Tanh);
                return Layer(initialization, "inference.z", SideBySide(x, 16, y, 16));
            },
            Draws.Normal(new Shape(4, 2), step: 1),
            Draws.Normal(new Shape(4, 3), step: 2));
    }

    [Fact]
    public void The_router_is_a_linear_map_and_a_perceptron_in_closed_form_with_one_variance_for_all_examples()
    {
        var initialization = new Initialization(seed: 1);
        var router = new SkipRouter(Options, initialization);
        Named(initialization, "router.log_variance").Value.Span[1] = -1.5f;
        Assert.Equal((2, "gaussian"), (router.Latent.Width, router.Latent.Name));
        GradientCheck.Check(
            inputs =>
            {
                var p = (GaussianLatent)router.Forward(inputs[0]).Prior;
                return Variable.Concatenate(p.Mean, p.LogVariance);
            },
            inputs =>
            {
                double[] straight = Layer(initialization, "router.skip", inputs[0]),
                    bent = Layer(initialization, "router.1", Layer(initialization, "router.0", inputs[0], Math.Tanh));
                double[] mean = [.. straight.Zip(bent, (a, b) => a + b)];
                return SideBySide(mean, 2, [.. Enumerable.Repeat((double[])[0, -1.5], 4).SelectMany(row => row)], 2);
            },
            Draws.Normal(new Shape(4, 2), step: 3));
    }

    [Fact]
    public void The_prior_starts_as_the_standard_one_and_rests_where_it_has_the_moments_of_all_posteriors()
    {
        var initialization = new Initialization(seed: 1);
        var prior = new LearnedGaussian(2, initialization);
        var tape = new Tape(device);
        Variable x = tape.Constant(Draws.Normal(new Shape(5, 2), step: 4)),
            mean = tape.Constant(Draws.Normal(new Shape(5, 2), step: 5)),
            logVariance = tape.Constant(Draws.Normal(new Shape(5, 2), step: 6));
        var q = new GaussianLatent(new LatentSharp.Distributions.DiagonalNormal(mean, logVariance));
        Assert.Equal(
            q.Divergence(new StandardPrior(2).Forward(x).Prior).Value.Span,
            q.Divergence(prior.Forward(x).Prior).Value.Span);

        // sum_n KL(q_n || p) is least at m = E mu and s = E[v + (mu - m)^2].
        Parameter m = Named(initialization, "prior.mean"), logS = Named(initialization, "prior.log_variance");
        for (int d = 0; d < 2; d++)
        {
            double[] mu = [.. Enumerable.Range(0, 5).Select(n => (double)mean.Value.Row(n)[d])];
            double s = Enumerable.Range(0, 5).Average(n =>
                Math.Exp(logVariance.Value.Row(n)[d]) + Math.Pow(mu[n] - mu.Average(), 2));
            (m.Value.Span[d], logS.Value.Span[d]) = ((float)mu.Average(), (float)Math.Log(s));
        }

        tape.Backward(q.Divergence(prior.Forward(x).Prior).SumAll());
        Assert.All((float[])[.. m.Gradient.Span, .. logS.Gradient.Span], slope => Assert.Equal(0, slope, 1e-5));
    }

    [Fact]
    public void The_decoder_adds_the_linear_map_of_an_examples_x_to_each_of_its_draws_in_closed_form()
    {
        var initialization = new Initialization(seed: 1);
        var decoder = new SkipDecoder(Options, initialization);
        GradientCheck.Check(
            inputs => ((Bernoulli)decoder.Forward(inputs[0], new LatentDraws(inputs[1], Count: 3))).Logits,
            inputs =>
            {
                double[] x = [.. inputs[0], .. inputs[0], .. inputs[0]];
                double[] both = SideBySide(x, 2, inputs[1], 2),
                    straight = Layer(initialization, "decoder.skip", x),
                    bent = Layer(initialization, "decoder.1", Layer(initialization, "decoder.0", both, Math.Tanh));
                return [.. straight.Zip(bent, (a, b) => a + b)];
            },
            Draws.Normal(new Shape(2, 2), step: 7),
            Draws.Normal(new Shape(6, 2), step: 8));
    }

    [Fact]
    public void The_likelihood_and_its_gradients_are_those_of_the_closed_form() =>
        GradientCheck.Check(
            inputs => new Laplace(inputs[1], inputs[2]).LogProbability(inputs[0]),
            inputs =>
            {
                (double[] y, double[] m, double logScale) = (inputs[0], inputs[1], inputs[2][0]);
                return
                [
                    .. Enumerable.Range(0, 4).Select(n => -Enumerable.Range(3 * n, 3).Sum(i =>
                        Math.Abs(y[i] - m[i]) / Math.Exp(logScale) + logScale + Math.Log(2))),
                ];
            },
            Draws.Normal(new Shape(4, 3), step: 9),
            Draws.Normal(new Shape(4, 3), step: 10),
            Tensor.FromValues(new Shape(1), [0.3f]));

    [Fact]
    public void The_density_of_the_likelihood_sums_to_1_around_its_mean()
    {
        // Midpoints of a grid of 20000 cells over [-30, 30], which a scale of e^0.3 all but stays within.
        const int Cells = 20_000;
        const float Width = 60f / Cells;
        var y = new Tensor(new Shape(Cells, 1));
        for (int i = 0; i < Cells; i++)
            y.Span[i] = -30f + (i + 0.5f) * Width;
        var tape = new Tape(device);
        var likelihood = new Laplace(
            tape.Constant(Tensor.Filled(new Shape(Cells, 1), 0.7f)),
            tape.Constant(Tensor.Filled(new Shape(1), 0.3f)));
        float[] density = likelihood.LogProbability(tape.Constant(y)).Exp().Value.Span.ToArray();
        Assert.Equal(1, density.Sum(value => (double)value * Width), 1e-4);
        Assert.Equal(0.7, density.Zip(y.Span.ToArray(), (value, at) => (double)value * at * Width).Sum(), 1e-3);
        Assert.Equal(0.7f, likelihood.Mean.Value.Span[0]);
    }

    // y_0 and y_1 are the signs of x with a little noise; y_2 is a coin's, which x does not tell and z can.
    private static Dataset Draw(int count, ulong step)
    {
        Tensor x = Draws.Normal(new Shape(count, 2), 100 + step), y = new(new Shape(count, 3));
        var coins = new float[count];
        new RandomStream(30, RandomPurpose.Synthesis, step).FillNormal(coins);
        for (int n = 0; n < count; n++)
        {
            for (int d = 0; d < 3; d++)
                y.Row(n)[d] = (d == 2 ? coins[n] : x.Row(n)[d] + 0.1f * coins[n]) > 0 ? 1 : 0;
        }

        return new Dataset("signs", x, y);
    }

    // f(x W^T + b) in float64.
    private static double[] Layer(
        Initialization initialization,
        string name,
        double[] inputs,
        Func<double, double>? activation = null)
    {
        Tensor weight = Named(initialization, $"{name}.weight").Value,
            bias = Named(initialization, $"{name}.bias").Value;
        int width = weight.Shape[1];
        return
        [
            .. from row in inputs.Chunk(width)
               from j in Enumerable.Range(0, weight.Shape[0])
               let sum = bias.Span[j] + Enumerable.Range(0, width).Sum(i => row[i] * weight.Row(j)[i])
               select activation is null ? sum : activation(sum),
        ];
    }

    private static double[] SideBySide(double[] left, int leftWidth, double[] right, int rightWidth) =>
        [.. left.Chunk(leftWidth).Zip(right.Chunk(rightWidth), (a, b) => a.Concat(b)).SelectMany(row => row)];

    private static Parameter Named(Initialization initialization, string name) =>
        initialization.Parameters.Single(parameter => parameter.Name == name);
}
