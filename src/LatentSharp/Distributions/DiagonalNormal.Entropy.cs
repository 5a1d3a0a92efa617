using System.Numerics;
using LatentSharp.Autodiff;

namespace LatentSharp.Distributions;

public sealed partial class DiagonalNormal
{
    /// <summary>H = 1/2 sum_d (1 + ln 2 pi + ln v_d), in nats: [batch].</summary>
    public Variable Entropy() => RowReduction<EntropyTerm>.Of(LogVariance);

    private readonly struct EntropyTerm : IRowTerm
    {
        public static string Name => "diagonal_normal_entropy";

        private static readonly Vector<float> Half = new(0.5f), OnePlusLogTwoPi = new(2.8378770664f);

        public static Vector<float> Value(
            Vector<float> logVariance,
            Vector<float> b,
            Vector<float> c,
            Vector<float> d) => Half * (OnePlusLogTwoPi + logVariance);

        public static void Derivatives(
            Vector<float> logVariance, Vector<float> b, Vector<float> c, Vector<float> d,
            out Vector<float> dlogVariance, out Vector<float> db, out Vector<float> dc, out Vector<float> dd)
        {
            dlogVariance = Half;
            db = dc = dd = Vector<float>.Zero;
        }
    }
}
