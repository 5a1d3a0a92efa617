using LatentSharp.Autodiff;
using LatentSharp.Tensors;

namespace LatentSharp.Distributions;

/// <summary>One of several classes, given by logits.</summary>
/// <param name="logits">Unnormalised log-probabilities, [batch, classes].</param>
public sealed class Categorical(Variable logits) : IConditionalLikelihood, ISampler
{
    /// <summary>Unnormalised log-probabilities, [batch, classes].</summary>
    public Variable Logits { get; } = logits;

    /// <summary>The classes' probabilities, [batch, classes].</summary>
    public Variable Mean => Logits.LogSoftmax().Exp();

    /// <summary>sum_k y_k ln p_k = ln p of the true class, in nats: [batch].</summary>
    /// <param name="target">One-hot rows, [batch, classes].</param>
    public Variable LogProbability(Variable target) => (target * Logits.LogSoftmax()).SumLast();

    /// <inheritdoc/>
    public bool DrawsFromNormal => false;

    /// <summary>One-hot rows: the class in whose share of [0, 1) a row's first number lies.</summary>
    public void Draw(Tensor mean, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(mean);
        int classes = mean.Shape.Last;
        for (int start = 0; start < numbers.Length; start += classes)
        {
            Span<float> row = numbers.Slice(start, classes);
            ReadOnlySpan<float> probabilities = mean.Span.Slice(start, classes);
            double left = row[0];
            int chosen = 0;
            while (chosen < classes - 1 && (left -= probabilities[chosen]) >= 0)
                chosen++;
            row.Clear();
            row[chosen] = 1;
        }
    }
}
