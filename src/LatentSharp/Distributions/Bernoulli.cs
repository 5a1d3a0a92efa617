using System.Numerics;
using LatentSharp.Autodiff;
using LatentSharp.Tensors;

namespace LatentSharp.Distributions;

/// <summary>Independent binary elements, given by the logits of their probabilities.</summary>
/// <param name="logits">ln(p / (1 - p)), [batch, target].</param>
public sealed class Bernoulli(Variable logits) : ILikelihood
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

    private readonly struct LogMass : IRowTerm
    {
        // y l - softplus(l) = -softplus(-l) when y = 1: written by halves, it cancels for neither sign of l.
        public static Vector<float> Value(Vector<float> y, Vector<float> logit, Vector<float> c, Vector<float> d) =>
            -(y * StableMath.Softplus(-logit) + (Vector<float>.One - y) * StableMath.Softplus(logit));

        public static void Derivatives(
            Vector<float> y, Vector<float> logit, Vector<float> c, Vector<float> d,
            out Vector<float> dy, out Vector<float> dlogit, out Vector<float> dc, out Vector<float> dd)
        {
            dy = logit;
            dlogit = y * StableMath.Sigmoid(-logit) - (Vector<float>.One - y) * StableMath.Sigmoid(logit);
            dc = dd = Vector<float>.Zero;
        }
    }
}
