using System.Numerics;
using LatentSharp.Tensors;
using LatentSharp.Tensors.Threads;

namespace LatentSharp.Autodiff;

/// <summary>
/// ds = dy f'(s), in the place of dy, and the sums of its columns, which are the bias's gradient: one pass over strips of
/// columns. The activations' derivatives need y alone.
/// </summary>
internal readonly struct PreactivationGradient<TActivation>(Tensor dy, Tensor y, Tensor? db) : IShardedJob
    where TActivation : struct, IElementwise
{
    private const int ColumnsPerStrip = 128;

    /// <summary>How many strips there are.</summary>
    public int Strips => (y.Shape.Last + ColumnsPerStrip - 1) / ColumnsPerStrip;

    /// <inheritdoc/>
    public void Run(int strip)
    {
        int columns = y.Shape.Last, rows = y.Shape[0], end = Math.Min((strip + 1) * ColumnsPerStrip, columns);
        for (int column = strip * ColumnsPerStrip; column < end; column += Vectors.Width)
        {
            var sum = default(WideSum);
            for (int row = 0; row < rows; row++)
            {
                Span<float> gradient = dy.Span.Slice(row * columns, columns);
                Vector<float> ds = Vectors.Load(gradient, column) * TActivation.Derivative(default, Vectors.Load(y.Span.Slice(row * columns, columns), column));
                Vectors.Store(gradient, column, ds);
                sum.Add(ds);
            }

            if (db is not null)
                Vectors.Add(db.Span, column, sum.Lanes);
        }
    }
}
