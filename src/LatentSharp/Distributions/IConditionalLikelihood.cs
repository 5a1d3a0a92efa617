using LatentSharp.Autodiff;

namespace LatentSharp.Distributions;

/// <summary>p(y | x, z): what a decoder says of the target.</summary>
public interface IConditionalLikelihood
{
    /// <summary>log p(y | x, z) in nats, summed over the target's elements: [batch].</summary>
    /// <param name="target">y, [batch, target].</param>
    Variable LogProbability(Variable target);
}
