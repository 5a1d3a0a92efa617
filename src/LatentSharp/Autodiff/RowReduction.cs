using System.Numerics;
using System.Runtime.CompilerServices;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

/// <summary>
/// An equation of the form y_n = sum_d term(a_nd, b_nd, ...) with its partial derivatives: what log-probabilities and
/// divergences of factorised distributions are. It takes up to four operands; those it does not use are zero.
/// </summary>
internal interface IRowTerm
{
    /// <summary>The reduction's name, as graphs and messages give it.</summary>
    static abstract string Name { get; }

    /// <summary>The summand of one element.</summary>
    static abstract Vector<float> Value(Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d);

    /// <summary>The summand's derivative with respect to each operand.</summary>
    static abstract void Derivatives(
        Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d,
        out Vector<float> da, out Vector<float> db, out Vector<float> dc, out Vector<float> dd);
}

/// <summary>
/// Sums an <see cref="IRowTerm"/> over the innermost axis, accumulating in float64: [batch, n] to [batch].
/// </summary>
internal sealed class RowReduction<TTerm> : IOperation
    where TTerm : struct, IRowTerm
{
    // Below this many elements a second thread costs more than it saves.
    private const int ElementsPerShard = 1 << 14;

    private static readonly RowReduction<TTerm> Instance = new();

    /// <summary>Records the reduction; operands are stretched to a common shape.</summary>
    /// <exception cref="ArgumentException">The operands' shapes do not broadcast.</exception>
    public static Variable Of(params ReadOnlySpan<Variable> operands)
    {
        Shape shape = operands[0].Shape;
        foreach (Variable operand in operands)
            shape = Shape.Broadcast(shape, operand.Shape);
        if (operands.Length == 1)
            return operands[0].Tape.Record(Instance, shape.WithoutLast(), operands[0]);
        if (operands.Length == 2)
            return operands[0]
                .Tape.Record(
                    Instance,
                    shape.WithoutLast(),
                    operands[0].BroadcastTo(shape),
                    operands[1].BroadcastTo(shape));
        Variable first = operands[0].BroadcastTo(shape),
            second = operands[1].BroadcastTo(shape),
            third = operands[2].BroadcastTo(shape);
        return operands.Length == 3
            ? first.Tape.Record(Instance, shape.WithoutLast(), first, second, third)
            : first.Tape.Record(Instance, shape.WithoutLast(), first, second, third, operands[3].BroadcastTo(shape));
    }

    /// <inheritdoc/>
    public string Name => TTerm.Name;

    /// <inheritdoc/>
    public void Forward(Variable output) => Dispatch(output, backward: false);

    /// <inheritdoc/>
    public void Backward(Variable output)
    {
        // Asking for a gradient may clear it, which is for one thread to do.
        foreach (Variable input in output.Inputs)
        {
            if (input.RequiresGradient)
                input.GradientToAdd();
        }

        Dispatch(output, backward: true);
    }

    private static void Dispatch(Variable output, bool backward)
    {
        int width = output.Inputs[0].Shape.Last,
            rows = output.Value.Shape.Length;
        var job = new RowsJob
        {
            Output = output,
            Backward = backward,
            RowsPerShard = Math.Max(ElementsPerShard / Math.Max(width, 1), 1),
        };
        output.Tape.Device.Run(ref job, (rows + job.RowsPerShard - 1) / job.RowsPerShard);
    }

    // Rows are independent of each other, so it does not matter who computes them.
    private struct RowsJob : IShardedJob
    {
        public Variable Output;
        public bool Backward;
        public int RowsPerShard;

        public readonly void Run(int shard)
        {
            int first = shard * RowsPerShard, last = Math.Min(first + RowsPerShard, Output.Value.Shape.Length);
            if (Backward)
                AddGradients(first, last);
            else
                Sum(first, last);
        }

        private readonly void Sum(int first, int last)
        {
            var operands = new Operands(Output.Inputs, gradients: false);
            Span<float> y = Output.Value.Span;
            for (int row = first; row < last; row++)
            {
                var sum = default(WideSum);
                for (int i = 0; i < operands.Width; i += Vectors.Width)
                {
                    operands.Load(
                        row,
                        i,
                        out Vector<float> a,
                        out Vector<float> b,
                        out Vector<float> c,
                        out Vector<float> d);
                    sum.Add(Vectors.First(TTerm.Value(a, b, c, d), operands.Width - i));
                }

                y[row] = (float)sum.Total;
            }
        }

        private readonly void AddGradients(int first, int last)
        {
            var operands = new Operands(Output.Inputs, gradients: true);
            ReadOnlySpan<float> dy = Output.Gradient.Span;
            for (int row = first; row < last; row++)
            {
                for (int i = 0; i < operands.Width; i += Vectors.Width)
                {
                    operands.Load(
                        row,
                        i,
                        out Vector<float> a,
                        out Vector<float> b,
                        out Vector<float> c,
                        out Vector<float> d);
                    TTerm.Derivatives(
                        a,
                        b,
                        c,
                        d,
                        out Vector<float> da,
                        out Vector<float> db,
                        out Vector<float> dc,
                        out Vector<float> dd);
                    operands.AddGradients(row, i, da * dy[row], db * dy[row], dc * dy[row], dd * dy[row]);
                }
            }
        }
    }

    // The operands' values and gradients, row by row; empty spans stand for what is absent or not wanted.
    private readonly ref struct Operands
    {
        private readonly Span<float> a, b, c, d, da, db, dc, dd;

        public Operands(Variable[] inputs, bool gradients)
        {
            Width = inputs[0].Shape.Last;
            a = Values(inputs, 0);
            b = Values(inputs, 1);
            c = Values(inputs, 2);
            d = Values(inputs, 3);
            if (gradients)
            {
                da = Gradients(inputs, 0);
                db = Gradients(inputs, 1);
                dc = Gradients(inputs, 2);
                dd = Gradients(inputs, 3);
            }
        }

        public int Width { get; }

        public void Load(
            int row,
            int start,
            out Vector<float> va,
            out Vector<float> vb,
            out Vector<float> vc,
            out Vector<float> vd)
        {
            va = Load(a, row, start);
            vb = Load(b, row, start);
            vc = Load(c, row, start);
            vd = Load(d, row, start);
        }

        public void AddGradients(
            int row,
            int start,
            Vector<float> ga,
            Vector<float> gb,
            Vector<float> gc,
            Vector<float> gd)
        {
            Add(da, row, start, ga);
            Add(db, row, start, gb);
            Add(dc, row, start, gc);
            Add(dd, row, start, gd);
        }

        private static Span<float> Values(Variable[] inputs, int index) =>
            index < inputs.Length ? inputs[index].Value.Span : [];

        private static Span<float> Gradients(Variable[] inputs, int index) =>
            index < inputs.Length && inputs[index].RequiresGradient ? inputs[index].GradientToAdd() : [];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector<float> Load(Span<float> operand, int row, int start) =>
            operand.IsEmpty ? Vector<float>.Zero
            : Width - start >= Vectors.Width ? Vectors.Load(operand, row * Width + start)
            : Vectors.Load(operand.Slice(row * Width, Width), start);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Add(Span<float> gradient, int row, int start, Vector<float> values)
        {
            if (gradient.IsEmpty)
                return;
            if (Width - start >= Vectors.Width)
                Vectors.Add(gradient, row * Width + start, values);
            else
                Vectors.Add(gradient.Slice(row * Width, Width), start, values);
        }
    }
}
