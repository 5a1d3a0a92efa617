using LatentSharp.Autodiff;
using LatentSharp.Tensors;

namespace LatentSharp.Distributions;

public sealed partial class DiagonalNormal
{
    /// <summary>
    /// KL(N(m, diag s) || N(0, I)) in nats, a scalar, with the moments of the batch's mixture in the place of one
    /// distribution's: m_d = mean_n mu_nd and s_d = mean_n (v_nd + (mu_nd - m_d)^2). It is 0 where the batch as a whole
    /// has the mean and the variance of N(0, I), whatever each of its distributions is.
    /// </summary>
    public Variable MarginalDivergenceFromUnit() =>
        Mean.Tape.Record(MarginalDivergence.Instance, Shape.Scalar, Mean, LogVariance);

    private sealed class MarginalDivergence : IOperation
    {
        public string Name => "marginal_divergence_from_unit";

        public static MarginalDivergence Instance { get; } = new();

        // 1/2 sum_d (s_d - 1 - ln s_d + m_d^2), in float64: s_d - 1 and ln s_d cancel near the unit normal.
        public void Forward(Variable output)
        {
            double sum = 0;
            for (int d = 0; d < output.Inputs[0].Shape.Last; d++)
            {
                (double mean, double variance) = Moments(output, d);
                sum += 0.5 * (variance - 1 - Math.Log(variance) + mean * mean);
            }

            output.Value.Span[0] = (float)sum;
        }

        // dmu_nd = ((1 - 1/s_d) (mu_nd - m_d) + m_d) / N, dlogv_nd = 1/2 (1 - 1/s_d) v_nd / N
        public void Backward(Variable output)
        {
            (Variable means, Variable logVariances) = (output.Inputs[0], output.Inputs[1]);
            (int batch, int width) = (means.Shape.Rows, means.Shape.Last);
            double share = output.Gradient.Span[0] / (double)batch;
            Span<float> dMean = means.RequiresGradient ? means.GradientToAdd() : [],
                dLogVariance = logVariances.RequiresGradient ? logVariances.GradientToAdd() : [];
            for (int d = 0; d < width; d++)
            {
                (double mean, double variance) = Moments(output, d);
                double slope = 1 - 1 / variance;
                for (int i = d; i < means.Value.Span.Length; i += width)
                {
                    if (!dMean.IsEmpty)
                        dMean[i] += (float)(share * (slope * (means.Value.Span[i] - mean) + mean));
                    if (!dLogVariance.IsEmpty)
                        dLogVariance[i] += (float)(share * 0.5 * slope * Math.Exp(logVariances.Value.Span[i]));
                }
            }
        }

        private static (double Mean, double Variance) Moments(Variable output, int dimension)
        {
            ReadOnlySpan<float> means = output.Inputs[0].Value.Span, logVariances = output.Inputs[1].Value.Span;
            (int batch, int width) = (output.Inputs[0].Shape.Rows, output.Inputs[0].Shape.Last);
            double mean = 0, variance = 0;
            for (int i = dimension; i < means.Length; i += width)
                mean += means[i] / (double)batch;
            for (int i = dimension; i < means.Length; i += width)
                variance += (Math.Exp(logVariances[i]) + (means[i] - mean) * (means[i] - mean)) / batch;
            return (mean, variance);
        }
    }
}
