using LatentSharp.Autodiff;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Layers;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Latents.Coin;

/// <summary>
/// y has two modes, at -2 and 2; x says how likely either is. One value of z should come to stand for each.
/// </summary>
internal static class CoinModel
{
    public static Cvae Create()
    {
        var initialization = new Initialization(seed: 3);
        var inference = new MultilayerPerceptron("inference", 2, [8], 1, Activation.Tanh, initialization);
        var router = new MultilayerPerceptron("router", 1, [], 1, Activation.Tanh, initialization);
        var decoder = new MultilayerPerceptron("decoder", 1, [], 1, Activation.Tanh, initialization);
        return new Cvae(new Encoder(inference), new Prior(router), new Decoder(decoder), initialization.Parameters);
    }

    public static Dataset Draw(int count, ulong step)
    {
        Tensor x = new(new Shape(count, 1)), y = new(new Shape(count, 1));
        var uniform = new float[2 * count];
        new RandomStream(1, RandomPurpose.Synthesis, 2 * step).FillNormal(y.Span);
        new RandomStream(1, RandomPurpose.Synthesis, 2 * step + 1).FillUniform(uniform);
        for (int row = 0; row < count; row++)
        {
            x.Span[row] = 4 * uniform[row] - 2;
            bool right = uniform[count + row] < 1 / (1 + MathF.Exp(-2 * x.Span[row]));
            y.Span[row] = 0.5f * y.Span[row] + (right ? 2 : -2);
        }

        return new Dataset("coins", x, y);
    }

    private sealed class Encoder(MultilayerPerceptron network) : IInferenceNetwork
    {
        public ILatent Forward(Variable condition, Variable target) =>
            new CoinLatent(network.Forward(condition, target));
    }

    private sealed class Prior(MultilayerPerceptron network) : IPrior
    {
        public LatentFamily Latent => CoinLatent.TheFamily;

        public Routing Forward(Variable condition) => new(new CoinLatent(network.Forward(condition)));
    }

    private sealed class Decoder(MultilayerPerceptron network) : IDecoder
    {
        private static readonly Tensor LogVariance = Tensor.Filled(new Shape(1), 2 * MathF.Log(0.5f));

        public IConditionalLikelihood Forward(Variable condition, LatentDraws? latent)
        {
            Variable mean = network.Forward(latent!.Values);
            return new ScaledNormal(mean, mean.Tape.Constant(LogVariance));
        }
    }
}
