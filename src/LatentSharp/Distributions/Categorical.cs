using LatentSharp.Autodiff;

namespace LatentSharp.Distributions;

/// <summary>One of several classes, given by logits.</summary>
/// <param name="logits">Unnormalised log-probabilities, [batch, classes].</param>
public sealed class Categorical(Variable logits) : IConditionalLikelihood, IHasMean
{
    /// <summary>Unnormalised log-probabilities, [batch, classes].</summary>
    public Variable Logits { get; } = logits;

    /// <summary>The classes' probabilities, [batch, classes].</summary>
    public Variable Mean => Logits.LogSoftmax().Exp();

    /// <summary>sum_k y_k ln p_k = ln p of the true class, in nats: [batch].</summary>
    /// <param name="target">One-hot rows, [batch, classes].</param>
    public Variable LogProbability(Variable target) => (target * Logits.LogSoftmax()).SumLast();
}
