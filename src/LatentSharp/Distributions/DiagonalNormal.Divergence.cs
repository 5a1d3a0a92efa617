using System.Numerics;
using LatentSharp.Autodiff;
using LatentSharp.Compute;

namespace LatentSharp.Distributions;

public sealed partial class DiagonalNormal
{
    /// <summary>
    /// KL(q || p) = 1/2 sum_d (r_d - 1 - ln r_d + (mu_d - m_d)^2 / s_d) with r_d = v_d / s_d, in nats: [batch]
    /// (Kingma and Welling 2014, appendix B, for two general normals).
    /// </summary>
    /// <param name="q">N(mu, diag v)</param>
    /// <param name="p">N(m, diag s)</param>
    public static Variable Divergence(DiagonalNormal q, DiagonalNormal p)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(p);
        return RowReduction<KullbackLeibler>.Of(q.Mean, q.LogVariance, p.Mean, p.LogVariance);
    }

    /// <summary>KL(q || N(0, I)) = 1/2 sum_d (v_d - 1 - ln v_d + mu_d^2), in nats: [batch].</summary>
    /// <param name="q">N(mu, diag v)</param>
    public static Variable DivergenceFromUnit(DiagonalNormal q)
    {
        ArgumentNullException.ThrowIfNull(q);
        return RowReduction<KullbackLeibler>.Of(q.Mean, q.LogVariance);
    }

    /// <summary>The summands of <see cref="Divergence"/>, the KL of each dimension: [batch, dimensions].</summary>
    /// <param name="q">N(mu, diag v)</param>
    /// <param name="p">N(m, diag s)</param>
    public static Variable DivergencePerDimension(DiagonalNormal q, DiagonalNormal p)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(p);
        Variable distance = (q.Mean - p.Mean).Square() * (-p.LogVariance).Exp();
        return 0.5f * ((q.LogVariance - p.LogVariance).ExpMinusOneMinus() + distance);
    }

    // Operands left out are zero, and N(0, e^0) is the unit normal: one equation serves both.
    private readonly struct KullbackLeibler : IRowTerm
    {
        public static string Name => "diagonal_normal_divergence";

        private static readonly Vector<float> Half = new(0.5f);

        public static Vector<float> Value(
            Vector<float> qMean,
            Vector<float> qLogVariance,
            Vector<float> pMean,
            Vector<float> pLogVariance)
        {
            Vector<float> difference = qMean - pMean;
            return Half
                * (
                    StableMath.ExpMinusOneMinus(qLogVariance - pLogVariance)
                    + difference * difference * Vector.Exp(-pLogVariance));
        }

        public static void Derivatives(
            Vector<float> qMean,
            Vector<float> qLogVariance,
            Vector<float> pMean,
            Vector<float> pLogVariance,
            out Vector<float> dqMean,
            out Vector<float> dqLogVariance,
            out Vector<float> dpMean,
            out Vector<float> dpLogVariance)
        {
            Vector<float> difference = qMean - pMean, scaled = difference * Vector.Exp(-pLogVariance);
            Vector<float> ratioMinusOne = StableMath.ExpMinusOne(qLogVariance - pLogVariance);
            dqMean = scaled;
            dqLogVariance = Half * ratioMinusOne;
            dpMean = -scaled;
            dpLogVariance = -Half * (ratioMinusOne + difference * scaled);
        }
    }
}
