using System.Numerics;
using System.Runtime.CompilerServices;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

/// <summary>
/// ds = dy f'(s), in the place of dy, and the sums of its columns, which are the bias's gradient: one pass over strips
/// of columns that fill whole cache lines. The activations' derivatives need y alone.
/// </summary>
internal readonly struct PreactivationGradient<TActivation>(Tensor dy, Tensor y, Tensor? db) : IShardedJob
    where TActivation : struct, IElementwise
{
    // So few rows are summed in float32 before they are added to a sum in float64.
    private const int RowsPerPartialSum = 16;

    private static int Wide => 4 * Vectors.Width;

    /// <summary>How many strips there are.</summary>
    public int Strips => (y.Shape.Last + Wide - 1) / Wide;

    /// <inheritdoc/>
    public void Run(int strip)
    {
        int column = strip * Wide, columns = y.Shape.Last;
        if (columns - column >= Wide)
        {
            WideStrip(column);
            return;
        }

        for (; column < columns; column += Vectors.Width)
            NarrowStrip(column);
    }

    private void WideStrip(int column)
    {
        WideSum sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int rows = y.Shape[0], columns = y.Shape.Last, width = Vectors.Width;
        Span<float> gradient = dy.Span;
        ReadOnlySpan<float> value = y.Span;
        for (int row = 0; row < rows;)
        {
            Vector<float> partial0 = default, partial1 = default, partial2 = default, partial3 = default;
            for (int end = Math.Min(row + RowsPerPartialSum, rows); row < end; row++)
            {
                int at = row * columns + column;
                partial0 += Step(gradient, value, at);
                partial1 += Step(gradient, value, at + width);
                partial2 += Step(gradient, value, at + 2 * width);
                partial3 += Step(gradient, value, at + 3 * width);
            }

            sum0.Add(partial0);
            sum1.Add(partial1);
            sum2.Add(partial2);
            sum3.Add(partial3);
        }

        AddToBias(column, sum0);
        AddToBias(column + width, sum1);
        AddToBias(column + 2 * width, sum2);
        AddToBias(column + 3 * width, sum3);
    }

    private void NarrowStrip(int column)
    {
        var sum = default(WideSum);
        int columns = y.Shape.Last;
        for (int row = 0; row < y.Shape[0]; row++)
            sum.Add(Step(dy.Span.Slice(row * columns, columns), y.Span.Slice(row * columns, columns), column));
        AddToBias(column, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Step(Span<float> gradient, ReadOnlySpan<float> value, int at)
    {
        Vector<float> ds = Vectors.Load(gradient, at) * TActivation.Derivative(default, Vectors.Load(value, at));
        Vectors.Store(gradient, at, ds);
        return ds;
    }

    private void AddToBias(int column, WideSum sum)
    {
        if (db is not null)
            Vectors.Add(db.Span, column, sum.Lanes);
    }
}
