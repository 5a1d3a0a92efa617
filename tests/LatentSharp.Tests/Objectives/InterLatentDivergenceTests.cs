using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Tensors;
using LatentSharp.Tests.Autodiff;
using LatentSharp.Tests.Compute;
using LatentSharp.Tests.Latents.Coin;

namespace LatentSharp.Tests.Objectives;

public sealed class InterLatentDivergenceTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Theory]
    // Both values decode alike: ln 2, whatever q says.
    [InlineData(3, 3, 0, 0.6931472)]
    [InlineData(3, 3, 5, 0.6931472)]
    // Each gives a y of its own: 0 where q names the one that gave this y, far from it where q names the other.
    [InlineData(-30, 30, 20, 0)]
    [InlineData(-30, 30, -20, 30)]
    public void It_is_0_where_values_give_their_own_y_and_ln_K_where_all_give_the_same(
        float logitOfZero,
        float logitOfOne,
        float q,
        double expected)
    {
        var tape = new Tape(device);
        Variable y = tape.Constant(Tensor.Filled(new Shape(1, 1), 1f));
        VariationalOutput output = Output(
            tape.Constant(Tensor.Filled(new Shape(1, 1), q)),
            tape.Constant(Tensor.FromValues(new Shape(2, 1), [logitOfZero, logitOfOne])));
        Assert.Equal(expected, new InterLatentDivergence().PerExample(output, y).Scalar, 1e-5);
    }

    [Fact]
    public void Its_gradient_is_that_of_the_closed_form() =>
        GradientCheck.Check(
            x => new InterLatentDivergence().PerExample(Output(x[0], x[1]), x[0].Tape.Constant(new Tensor(x[0].Shape))),
            x => [.. x[0].Select((q, n) => Closed(q, x[1][n], x[1][n + x[0].Length]))],
            Draws.Normal(new Shape(5, 1), step: 1),
            Draws.Normal(new Shape(10, 1), step: 2));

    [Fact]
    public void Sampled_draws_are_refused()
    {
        HandMadeOutput made = new(device);
        float[] none = [0, 0, 0, 0];
        Assert.Equal(
            "inter_latent_divergence goes through all values of z; draws of the gaussian family are sampled.",
            Assert.Throws<ArgumentException>(() =>
                new InterLatentDivergence().PerExample(made.Of(none, none, none, none), made.Nothing)).Message);
    }

    // y = 0: log p = -ln(1 + e^logit).
    private static double Closed(double q, double logitOfZero, double logitOfOne)
    {
        double one = 1 / (1 + Math.Exp(-q)), l0 = -Math.Log(1 + Math.Exp(logitOfZero)),
            l1 = -Math.Log(1 + Math.Exp(logitOfOne));
        return Math.Log(2) - ((1 - one) * l0 + one * l1) + Math.Log(0.5 * (Math.Exp(l0) + Math.Exp(l1)));
    }

    private static VariationalOutput Output(Variable q, Variable logits)
    {
        var latent = new CoinLatent(q);
        LatentDraws all = latent.Draw(1, new GivenNoise(new Tensor(new Shape(0))));
        return new VariationalOutput(new Encoding(latent, latent), all, new Bernoulli(logits));
    }
}
