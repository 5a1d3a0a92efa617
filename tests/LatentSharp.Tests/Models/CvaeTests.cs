using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Layers;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Tensors;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Models;

public sealed class CvaeTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Parameters_are_named_and_shaped_by_network_and_layer()
    {
        var model = new Cvae(SmallTask.Model with { Likelihood = LikelihoodKind.NormalLearnedScale }, seed: 0);
        Assert.Equal(
            [
                "inference.0.weight [16, 7]",
                "inference.0.bias [16]",
                "inference.1.weight [4, 16]",
                "inference.1.bias [4]",
                "router.0.weight [16, 3]",
                "router.0.bias [16]",
                "router.1.weight [4, 16]",
                "router.1.bias [4]",
                "decoder.0.weight [16, 5]",
                "decoder.0.bias [16]",
                "decoder.1.weight [4, 16]",
                "decoder.1.bias [4]",
                "decoder.log_variance [1]",
            ],
            model.Parameters.Select(parameter => $"{parameter.Name} {parameter.Value.Shape}"));
    }

    [Theory]
    [InlineData(LikelihoodKind.NormalLearnedScale, true)]
    [InlineData(LikelihoodKind.Bernoulli, false)]
    public void Put_together_from_the_librarys_parts_it_is_the_model_of_the_options(
        LikelihoodKind likelihood,
        bool decoderSeesCondition)
    {
        CvaeOptions options = SmallTask.Model with
        {
            Likelihood = likelihood,
            DecoderSeesCondition = decoderSeesCondition,
        };
        var initialization = new Initialization(seed: 5);
        var parts = new Cvae(
            new InferenceNetwork(options, initialization),
            new Router(options, initialization),
            new Decoder(options, initialization),
            initialization.Parameters);
        Cvae whole = new(options, seed: 5);
        Assert.Equal(whole.Parameters.Select(Spelled), parts.Parameters.Select(Spelled));
        Tensor x = SmallTask.Normal(1, 6, 3), y = SmallTask.Normal(3, 6, 4), noise = SmallTask.Normal(2, 6, 2);
        Assert.Equal(
            ((IHasMean)Forward(whole, x, y, noise).Likelihood).Mean.Value.Span,
            ((IHasMean)Forward(parts, x, y, noise).Likelihood).Mean.Value.Span);

        static string Spelled(Parameter parameter) =>
            $"{parameter.Name} {parameter.Value.Shape}: {string.Join(' ', parameter.Value.Span.ToArray())}";
    }

    [Fact]
    public void Parts_that_do_not_go_together_are_refused()
    {
        var initialization = new Initialization(seed: 5);
        var inference = new InferenceNetwork(SmallTask.Model, initialization);
        var router = new Router(SmallTask.Model, initialization);
        var decoder = new Decoder(SmallTask.Model, initialization);
        Assert.Equal(
            "Cvae: there is an inference network but no prior; give a prior too.",
            Refused(() => new Cvae(inference, prior: null, decoder, initialization.Parameters)));
        Assert.Equal(
            "Cvae: two parameters are named 'router.0.bias'; give each a name of its own.",
            Refused(() => new Cvae(
                inference,
                router,
                decoder,
                [.. initialization.Parameters, initialization.Parameters.First(p => p.Name == "router.0.bias")])));
        Assert.Equal(
            "Decoder: there is no z, and the decoder sees one.",
            Refused(() => decoder.Forward(new Tape(device).Constant(SmallTask.Normal(1, 6, 3)), latent: null)));

        static string Refused(Func<object> made) => Assert.Throws<ArgumentException>(made).Message;
    }

    [Theory]
    [InlineData(true, true, false, true)]
    [InlineData(false, true, false, false)]
    [InlineData(true, false, false, false)]
    [InlineData(true, true, true, false)]
    public void Only_a_cvae_without_a_guess_does_without_a_condition(
        bool hasLatent,
        bool hasInferenceNetwork,
        bool guess,
        bool accepted)
    {
        CvaeOptions options = SmallTask.Model with
        {
            ConditionDimensions = 0,
            HasLatent = hasLatent,
            HasInferenceNetwork = hasInferenceNetwork,
            RouterGuess = guess,
        };
        if (accepted)
            Assert.NotEmpty(new Cvae(options, seed: 0).Parameters);
        else
            Assert.StartsWith(
                "there is no condition, which only model cvae",
                Assert.Throws<OptionException>(() => new Cvae(options, seed: 0)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_standard_prior_has_no_parameters_and_is_the_unit_normal_for_batches_of_any_size()
    {
        var model = new Cvae(SmallTask.Model with { Prior = PriorKind.Standard }, seed: 0);
        Assert.DoesNotContain(
            model.Parameters,
            parameter => parameter.Name.StartsWith("router", StringComparison.Ordinal));
        foreach (int batch in new[] { 5, 2, 7 })
        {
            ILatent prior = model.Prior(new Tape(device).Constant(SmallTask.Normal(1, batch, 3)));
            Assert.Equal((new Shape(batch, 2), new Shape(batch, 2)), (prior.Mean.Shape, prior.LogVariance.Shape));
            Assert.True(((GaussianLatent)prior).IsStandard);
            Assert.Equal(-1, prior.Mean.Value.Span.IndexOfAnyExcept(0f));
            Assert.Equal(-1, prior.LogVariance.Value.Span.IndexOfAnyExcept(0f));
        }
    }

    [Fact]
    public void The_router_does_not_see_the_target_and_the_posterior_does()
    {
        var model = new Cvae(SmallTask.Model, seed: 4);
        Tensor x = SmallTask.Normal(1, 6, 3),
            noise = SmallTask.Normal(2, 6, 2),
            y = SmallTask.Normal(3, 6, 4),
            other = SmallTask.Normal(4, 6, 4);
        VariationalOutput first = Forward(model, x, y, noise),
            second = Forward(model, x, other, noise);
        Assert.Equal(first.Prior.Mean.Value.Span, second.Prior.Mean.Value.Span);
        Assert.Equal(first.Prior.LogVariance.Value.Span, second.Prior.LogVariance.Value.Span);
        Assert.False(first.Posterior.Mean.Value.Span.SequenceEqual(second.Posterior.Mean.Value.Span));
    }

    // d log sum_i w_i = sum_i (w_i / sum w) d log w_i: over evenly spaced choices, what one chosen draw gives averages
    // to that of all.
    [Fact]
    public void The_gradient_of_one_draw_of_the_router_chosen_by_weight_averages_to_that_of_all_draws()
    {
        const int batch = 5, draws = 3, choices = 400;
        var model = new Cvae(SmallTask.Model, seed: 4);
        Dataset data = SmallTask.Examples(SmallTask.Model, batch, draw: 1);
        Tensor noise = SmallTask.Normal(2, batch, 2), routerNoise = SmallTask.Normal(5, draws * batch, 2);
        (float all, double[] expected) = Gradient(null);
        var mean = new double[expected.Length];
        for (int i = 0; i < choices; i++)
        {
            (float value, double[] gradient) = Gradient(Tensor.Filled(new Shape(batch, 1), (i + 0.5f) / choices));
            Assert.Equal(all, value, 1e-5);
            for (int j = 0; j < mean.Length; j++)
                mean[j] += gradient[j] / choices;
        }

        double largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(mean), pair => Assert.Equal(pair.First, pair.Second, 0.01 * largest));

        (float, double[]) Gradient(Tensor? choice)
        {
            var tape = new Tape(device);
            Variable target = tape.Constant(data.Target);
            VariationalOutput output = model.Forward(
                tape.Constant(data.Condition),
                target,
                tape.Constant(noise),
                tape.Constant(routerNoise),
                choice is null ? null : tape.Constant(choice));
            Assert.Equal(choice is null ? draws : 1, output.RouterDraws!.Count);
            Variable loss = new RouterReconstruction().PerExample(output, target).SumAll();
            tape.Backward(loss);
            return (
                loss.Scalar,
                [
                    .. model
                        .Parameters.SelectMany(parameter => parameter.Gradient.Span.ToArray())
                        .Select(value => (double)value),
                ]);
        }
    }

    [Fact]
    public void The_seed_decides_the_initial_weights()
    {
        int[] weights = SmallTask.WeightBits(new Cvae(SmallTask.Model, seed: 4));
        Assert.Equal(weights, SmallTask.WeightBits(new Cvae(SmallTask.Model, seed: 4)));
        Assert.NotEqual(weights, SmallTask.WeightBits(new Cvae(SmallTask.Model, seed: 5)));
    }

    [Theory]
    [InlineData(LikelihoodKind.Normal)]
    [InlineData(LikelihoodKind.NormalLearnedScale)]
    public void A_normal_likelihood_starts_at_its_scale(LikelihoodKind kind)
    {
        var model = new Cvae(SmallTask.Model with { Likelihood = kind, LikelihoodScale = 0.25f }, seed: 0);
        Tensor y = SmallTask.Normal(1, 1, 4);
        var likelihood = Assert.IsType<ScaledNormal>(
            Forward(model, SmallTask.Normal(2, 1, 3), y, SmallTask.Normal(3, 1, 2)).Likelihood);
        double expected = 0;
        for (int i = 0; i < 4; i++)
        {
            double deviation = (y.Span[i] - likelihood.Mean.Value.Span[i]) / 0.25;
            expected -= 0.5 * Math.Log(2 * Math.PI) + Math.Log(0.25) + 0.5 * deviation * deviation;
        }

        Variable target = likelihood.Mean.Tape.Constant(y);
        Assert.Equal(expected, likelihood.LogProbability(target).Value.Span[0], 1e-4 * Math.Abs(expected));
    }

    [Fact]
    public void Options_outside_their_range_are_refused_by_name()
    {
        Refused(
            "condition is -1; give a whole number of at least 0",
            () => new CvaeOptions { ConditionDimensions = -1, TargetDimensions = 1 }
        );
        Refused(
            "target is -1; give a whole number of at least 1",
            () => new CvaeOptions { ConditionDimensions = 1, TargetDimensions = -1 }
        );
        Refused(
            "latent_dimensions is 0; give a whole number of at least 1",
            () => SmallTask.Model with { LatentDimensions = 0 }
        );
        Refused("hidden is 0; give a whole number of at least 1", () => SmallTask.Model with { Hidden = [8, 0] });
        Refused("likelihood_scale is 0; give a number above 0", () => SmallTask.Model with { LikelihoodScale = 0 });
        Refused(
            "log_variance_range is [2, 2]; give two finite numbers, the smaller first, such as [-10, 10]",
            () => new LogVarianceRange(2, 2));
    }

    [Fact]
    public void Options_that_do_not_go_together_are_refused()
    {
        Refused(
            "router_guess is yes, but there is no router to see the guess; give model cvae or gsnn and prior " +
                "learned, or leave router_guess at no",
            () => new Cvae(SmallTask.Model with { RouterGuess = true, Prior = PriorKind.Standard }, 0));
        Refused(
            "decoder_condition is no, but model nn is a decoder on the condition alone; leave decoder_condition at yes",
            () => new Cvae(SmallTask.Model with { HasLatent = false, DecoderSeesCondition = false }, 0));
        Refused(
            "model is gsnn, which is trained by draws of its router, but prior is standard; give prior learned, " +
                "or model cvae",
            () => new Cvae(SmallTask.Model with { HasInferenceNetwork = false, Prior = PriorKind.Standard }, 0));
    }

    [Fact]
    public void A_plain_network_is_the_decoder_alone()
    {
        var model = new Cvae(SmallTask.Model with { HasLatent = false }, seed: 0);
        Assert.Equal(
            ["decoder.0.weight [16, 3]", "decoder.0.bias [16]", "decoder.1.weight [4, 16]", "decoder.1.bias [4]"],
            model.Parameters.Select(parameter => $"{parameter.Name} {parameter.Value.Shape}"));
        Assert.Null(model.Latent);
    }

    [Fact]
    public void In_a_gsnn_the_posterior_is_the_router_and_there_is_no_inference_network()
    {
        var model = new Cvae(SmallTask.Model with { HasInferenceNetwork = false }, seed: 0);
        VariationalOutput output = Forward(
            model,
            SmallTask.Normal(1, 6, 3),
            SmallTask.Normal(3, 6, 4),
            SmallTask.Normal(2, 6, 2));
        Assert.Same(output.Prior, output.Posterior);
        Assert.DoesNotContain(
            model.Parameters,
            parameter => parameter.Name.StartsWith("inference", StringComparison.Ordinal));
    }

    [Fact]
    public void A_decoder_without_the_condition_sees_the_latent_alone()
    {
        var model = new Cvae(SmallTask.Model with { DecoderSeesCondition = false, RouterHidden = [5] }, seed: 0);
        Assert.Equal(
            [
                "router.0.weight [5, 3]",
                "router.1.weight [4, 5]",
                "decoder.0.weight [16, 2]",
                "decoder.1.weight [4, 16]",
            ],
            model
                .Parameters.Where(parameter => parameter.Name.EndsWith("weight", StringComparison.Ordinal))
                .Skip(2)
                .Select(parameter => $"{parameter.Name} {parameter.Value.Shape}"));
    }

    [Fact]
    public void The_router_sees_the_guess_and_does_not_train_it()
    {
        var model = new Cvae(SmallTask.Model with { RouterGuess = true }, seed: 0);
        Tensor x = SmallTask.Normal(1, 6, 3), y = SmallTask.Normal(3, 6, 4), noise = SmallTask.Normal(2, 6, 2);
        Assert.Equal(new Shape(16, 7), SmallTask.Find(model, "router.0.weight").Value.Shape);
        VariationalOutput output = Forward(model, x, y, noise);
        output.Prior.Mean.Tape.Backward(new PriorKl().PerExample(output, output.Prior.Mean).MeanAll());
        Parameter[] guessing =
        [
            .. model.Parameters.Where(parameter => parameter.Name.StartsWith("guess.", StringComparison.Ordinal)),
        ];
        Assert.Equal(4, guessing.Length);
        Assert.All(guessing, parameter => Assert.Equal(-1, parameter.Gradient.Span.IndexOfAnyExcept(0f)));

        guessing[^1].Value.Span[0] += 1;
        Assert.NotEqual(
            output.Prior.Mean.Value.Span.ToArray(),
            Forward(model, x, y, noise).Prior.Mean.Value.Span.ToArray());
        var tape = new Tape(device);
        Assert.Equal(Forward(model, x, y, noise).Prior.Mean.Value.Span, model.Prior(tape.Constant(x)).Mean.Value.Span);
    }

    private static void Refused(string message, Func<object> create) =>
        Assert.Equal(message, Assert.Throws<OptionException>(create).Message);

    private VariationalOutput Forward(Cvae model, Tensor x, Tensor y, Tensor noise)
    {
        var tape = new Tape(device);
        return model.Forward(tape.Constant(x), tape.Constant(y), tape.Constant(noise));
    }
}
