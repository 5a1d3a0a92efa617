using System.Numerics;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>The sum over the innermost axis: [..., n] to [...].</summary>
    /// <exception cref="InvalidOperationException">The variable is a scalar.</exception>
    public Variable SumLast() =>
        Shape.Rank == 0
            ? throw new InvalidOperationException("SumLast: a scalar has no axis to sum over.")
            : RowReduction<Term>.Of(this);

    private readonly struct Term : IRowTerm
    {
        public static string Name => "sum_last";

        public static Vector<float> Value(Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d) => a;

        public static void Derivatives(
            Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d,
            out Vector<float> da, out Vector<float> db, out Vector<float> dc, out Vector<float> dd)
        {
            da = Vector<float>.One;
            db = dc = dd = Vector<float>.Zero;
        }
    }
}
