using LatentSharp.Autodiff;
using LatentSharp.Compute.Randomness;
using LatentSharp.Tensors;

namespace LatentSharp.Distributions;

/// <summary>One of several classes, given by logits.</summary>
/// <param name="logits">Unnormalised log-probabilities, [batch, classes].</param>
public sealed class Categorical(Variable logits) : IConditionalLikelihood, IHasMean, IHasDraws
{
    /// <summary>Unnormalised log-probabilities, [batch, classes].</summary>
    public Variable Logits { get; } = logits;

    /// <summary>The classes' probabilities, [batch, classes].</summary>
    public Variable Mean => Logits.LogSoftmax().Exp();

    /// <summary>sum_k y_k ln p_k = ln p of the true class, in nats: [batch].</summary>
    /// <param name="target">One-hot rows, [batch, classes].</param>
    public Variable LogProbability(Variable target) => (target * Logits.LogSoftmax()).SumLast();

    /// <inheritdoc/>
    public Tensor Draw(RandomStream stream)
    {
        Tensor drawn = new(Logits.Shape), uniform = new(new Shape(Logits.Shape[0]));
        stream.FillUniform(uniform.Span);
        Tensor mean = Mean.Value;
        for (int row = 0; row < uniform.Span.Length; row++)
        {
            ReadOnlySpan<float> probabilities = mean.Row(row);
            // Rounding may leave the probabilities' sum below the number: it is then the last class.
            int chosen = 0;
            for (float left = uniform.Span[row]; chosen < probabilities.Length - 1; chosen++)
            {
                left -= probabilities[chosen];
                if (left < 0)
                    break;
            }

            drawn.Row(row)[chosen] = 1;
        }

        return drawn;
    }
}
