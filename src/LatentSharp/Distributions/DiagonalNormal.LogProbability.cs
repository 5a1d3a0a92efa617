using System.Numerics;
using LatentSharp.Autodiff;

namespace LatentSharp.Distributions;

public sealed partial class DiagonalNormal
{
    /// <summary>
    /// log N(x; mu, diag v) = -1/2 sum_d (ln 2 pi + ln v_d + (x_d - mu_d)^2 / v_d), in nats: [batch].
    /// </summary>
    /// <param name="value">x, [batch, dimensions].</param>
    public Variable LogProbability(Variable value) => RowReduction<LogDensity>.Of(value, Mean, LogVariance);

    private readonly struct LogDensity : IRowTerm
    {
        public static string Name => "diagonal_normal_log_probability";

        private static readonly Vector<float> Half = new(0.5f), LogTwoPi = new(1.8378770664f);

        public static Vector<float> Value(
            Vector<float> x,
            Vector<float> mean,
            Vector<float> logVariance,
            Vector<float> unused)
        {
            Vector<float> deviation = x - mean;
            return -Half * (LogTwoPi + logVariance + deviation * deviation * Vector.Exp(-logVariance));
        }

        public static void Derivatives(
            Vector<float> x, Vector<float> mean, Vector<float> logVariance, Vector<float> unused,
            out Vector<float> dx, out Vector<float> dmean, out Vector<float> dlogVariance, out Vector<float> dunused)
        {
            Vector<float> deviation = x - mean, scaled = deviation * Vector.Exp(-logVariance);
            dx = -scaled;
            dmean = scaled;
            dlogVariance = Half * (deviation * scaled - Vector<float>.One);
            dunused = Vector<float>.Zero;
        }
    }
}
