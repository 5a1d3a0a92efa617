using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Layers;
using LatentSharp.Models;
using LatentSharp.Tensors;
using LatentSharp.Tensors.Threads;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Models;

public sealed class CvaeTests : IDisposable
{
    private readonly WorkerPool pool = new(1);

    public void Dispose() => pool.Dispose();

    [Fact]
    public void Parameters_are_named_and_shaped_by_network_and_layer()
    {
        var model = new Cvae(SmallTask.Model with { Likelihood = LikelihoodKind.NormalLearnedScale }, seed: 0);
        Assert.Equal(
            [
                "inference.0.weight [16, 7]", "inference.0.bias [16]", "inference.1.weight [4, 16]", "inference.1.bias [4]",
                "router.0.weight [16, 3]", "router.0.bias [16]", "router.1.weight [4, 16]", "router.1.bias [4]",
                "decoder.0.weight [16, 5]", "decoder.0.bias [16]", "decoder.1.weight [4, 16]", "decoder.1.bias [4]",
                "decoder.log_variance [1]",
            ],
            model.Parameters.Select(parameter => $"{parameter.Name} {parameter.Value.Shape}"));
    }

    [Fact]
    public void A_standard_prior_has_no_parameters_and_is_the_unit_normal_for_batches_of_any_size()
    {
        var model = new Cvae(SmallTask.Model with { Prior = PriorKind.Standard }, seed: 0);
        Assert.DoesNotContain(model.Parameters, parameter => parameter.Name.StartsWith("router", StringComparison.Ordinal));
        foreach (int batch in new[] { 5, 2, 7 })
        {
            DiagonalNormal prior = model.Prior.Forward(new Tape(pool).Constant(SmallTask.Normal(1, batch, 3)));
            Assert.Equal((new Shape(batch, 2), new Shape(batch, 2)), (prior.Mean.Shape, prior.LogVariance.Shape));
            Assert.Equal(-1, prior.Mean.Value.Span.IndexOfAnyExcept(0f));
            Assert.Equal(-1, prior.LogVariance.Value.Span.IndexOfAnyExcept(0f));
        }
    }

    [Fact]
    public void The_router_does_not_see_the_target_and_the_posterior_does()
    {
        var model = new Cvae(SmallTask.Model, seed: 4);
        Tensor x = SmallTask.Normal(1, 6, 3), noise = SmallTask.Normal(2, 6, 2), y = SmallTask.Normal(3, 6, 4), other = SmallTask.Normal(4, 6, 4);
        VariationalOutput first = Forward(model, x, y, noise), second = Forward(model, x, other, noise);
        Assert.Equal(first.Prior.Mean.Value.Span, second.Prior.Mean.Value.Span);
        Assert.Equal(first.Prior.LogVariance.Value.Span, second.Prior.LogVariance.Value.Span);
        Assert.False(first.Posterior.Mean.Value.Span.SequenceEqual(second.Posterior.Mean.Value.Span));
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
        var likelihood = Assert.IsType<ScaledNormal>(Forward(model, SmallTask.Normal(2, 1, 3), y, SmallTask.Normal(3, 1, 2)).Likelihood);
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
        Refused("condition is -1; give a whole number of at least 0", () => new CvaeOptions { ConditionDimensions = -1, TargetDimensions = 1 });
        Refused("target is -1; give a whole number of at least 1", () => new CvaeOptions { ConditionDimensions = 1, TargetDimensions = -1 });
        Refused("latent_dimensions is 0; give a whole number of at least 1", () => SmallTask.Model with { LatentDimensions = 0 });
        Refused("hidden is 0; give a whole number of at least 1", () => SmallTask.Model with { Hidden = [8, 0] });
        Refused("likelihood_scale is 0; give a number above 0", () => SmallTask.Model with { LikelihoodScale = 0 });
        Refused("log_variance_range is [2, 2]; give two finite numbers, the smaller first, such as [-10, 10]", () => new LogVarianceRange(2, 2));
    }

    private static void Refused(string message, Func<object> create) =>
        Assert.Equal(message, Assert.Throws<OptionException>(create).Message);

    private VariationalOutput Forward(Cvae model, Tensor x, Tensor y, Tensor noise)
    {
        var tape = new Tape(pool);
        return model.Forward(tape.Constant(x), tape.Constant(y), tape.Constant(noise));
    }
}
