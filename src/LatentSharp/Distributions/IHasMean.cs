using LatentSharp.Autodiff;

namespace LatentSharp.Distributions;

/// <summary>A likelihood whose expected target can be written down.</summary>
public interface IHasMean
{
    /// <summary>The expected target, [batch, target]: probabilities for discrete targets.</summary>
    Variable Mean { get; }
}
