using LatentSharp.Autodiff;

namespace LatentSharp.Distributions;

/// <summary>p(y | x, z): what a decoder says of the target.</summary>
public interface ILikelihood
{
    /// <summary>The expected target, [batch, target]: probabilities for discrete targets.</summary>
    Variable Mean { get; }

    /// <summary>log p(y | x, z) in nats, summed over the target's elements: [batch].</summary>
    /// <param name="target">y, [batch, target].</param>
    Variable LogProbability(Variable target);
}
