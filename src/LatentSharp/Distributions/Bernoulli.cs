using System.Numerics;
using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;

namespace LatentSharp.Distributions;

/// <summary>Independent binary elements, given by the logits of their probabilities.</summary>
/// <param name="logits">ln(p / (1 - p)), [batch, target].</param>
public sealed class Bernoulli(Variable logits) : IConditionalLikelihood, ISampler
{
    /// <summary>ln(p / (1 - p)), [batch, target].</summary>
    public Variable Logits { get; } = logits;

    /// <summary>The probabilities of a 1, [batch, target].</summary>
    public Variable Mean => Logits.Sigmoid();

    /// <summary>
    /// sum_d (y_d l_d - ln(1 + e^l_d)), the negative binary cross-entropy, in nats: [batch]. It is a log-probability
    /// only for targets of 0 and 1.
    /// </summary>
    /// <param name="target">y, [batch, target].</param>
    public Variable LogProbability(Variable target) => RowReduction<LogMass>.Of(target, Logits);

    /// <inheritdoc/>
    public bool DrawsFromNormal => false;

    /// <summary>1 where the number is below the probability of a 1, otherwise 0.</summary>
    public void Draw(Tensor mean, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ReadOnlySpan<float> probabilities = mean.Span;
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = numbers[i] < probabilities[i] ? 1 : 0;
    }

    private readonly struct LogMass : IRowTerm
    {
        public static string Name => "bernoulli_log_probability";

        // y softplus(-l) + (1 - y) softplus(l), negated: both have ln(1 + e^-|l|) in common, and neither sign of l
        // cancels.
        public static Vector<float> Value(Vector<float> y, Vector<float> logit, Vector<float> c, Vector<float> d)
        {
            Vector<float> common = StableMath.SoftplusOfNegative(Vector.Abs(logit));
            Vector<float> ifOne = Vector.Max(-logit, Vector<float>.Zero),
                ifZero = Vector.Max(logit, Vector<float>.Zero);
            return -(y * ifOne + (Vector<float>.One - y) * ifZero + common);
        }

        public static void Derivatives(
            Vector<float> y, Vector<float> logit, Vector<float> c, Vector<float> d,
            out Vector<float> dy, out Vector<float> dlogit, out Vector<float> dc, out Vector<float> dd)
        {
            // s(-|l|) and s(|l|) from one exponential; which is s(l) depends on the sign.
            Vector<float> small = Vector.Exp(-Vector.Abs(logit)),
                large = Vector<float>.One / (Vector<float>.One + small);
            small *= large;
            Vector<int> positive = Vector.GreaterThan(logit, Vector<float>.Zero);
            dy = logit;
            dlogit = y * Vector.ConditionalSelect(positive, small, large)
                - (Vector<float>.One - y) * Vector.ConditionalSelect(positive, large, small);
            dc = dd = Vector<float>.Zero;
        }
    }
}
