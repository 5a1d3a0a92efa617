using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Latents.Coin;

/// <summary>A latent of two values, 0 and 1, given by the logit of 1: a family unknown to the library.</summary>
internal sealed class CoinLatent(Variable logits) : ILatent
{
    public static LatentFamily TheFamily { get; } = new("coin", Width: 1, ["logits"]) { Enumerated = 2 };

    public LatentFamily Family => TheFamily;

    public IReadOnlyList<Variable> Parts => [logits];

    public LatentDraws Draw(int count, INoise noise)
    {
        int batch = logits.Shape[0];
        var values = new Tensor(new Shape(2 * batch, 1));
        values.Span[batch..].Fill(1f);
        Variable z = logits.Tape.Constant(values);
        return new LatentDraws(z, Count: 2, LogProbability(z));
    }

    public Variable LogProbability(Variable latent) =>
        new Bernoulli(logits.Repeat(latent.Shape[0] / logits.Shape[0])).LogProbability(latent);

    // sum_z q(z) (ln q(z) - ln p(z))
    public Variable Divergence(ILatent prior)
    {
        LatentDraws all = Draw(1, new GivenNoise(new Tensor(new Shape(0))));
        return all.Expectation(LogProbability(all.Values) - prior.LogProbability(all.Values));
    }
}
