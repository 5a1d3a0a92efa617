using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>The columns <paramref name="start"/> to + <paramref name="count"/> of the innermost axis: [..., count].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the axis.</exception>
    public Variable Columns(int start, int count)
    {
        if (Shape.Rank == 0 || start < 0 || count < 0 || start + count > Shape.Last)
            throw new ArgumentOutOfRangeException(nameof(start), $"Columns: {start} to {start + count} leave the innermost axis of shape {Shape}.");
        return Tape.Record(new ColumnSlice(start), Shape.WithLast(count), this);
    }

    /// <summary>Joins variables along the innermost axis; the other extents must agree.</summary>
    /// <exception cref="ArgumentException">Nothing to join, or outer extents that differ.</exception>
    public static Variable Concatenate(params ReadOnlySpan<Variable> parts)
    {
        if (parts.IsEmpty)
            throw new ArgumentException("Concatenate: no variables were given; give at least one.");
        int columns = 0;
        foreach (Variable part in parts)
        {
            if (part.Shape.Rank == 0 || part.Shape.WithoutLast() != parts[0].Shape.WithoutLast())
                throw new ArgumentException($"Concatenate: {parts[0].Shape} and {part.Shape} differ in an outer extent; only the innermost may differ.");
            columns += part.Shape.Last;
        }

        return parts.Length == 1 ? parts[0] : parts[0].Tape.Record(ColumnJoin.Instance, parts[0].Shape.WithLast(columns), parts);
    }

    private sealed class ColumnSlice(int start) : IOperation
    {
        public void Forward(Variable output)
        {
            int count = output.Shape.Last, width = output.Inputs[0].Shape.Last;
            ReadOnlySpan<float> x = output.Inputs[0].Value.Span;
            for (int row = 0; row < output.Shape.Rows; row++)
                x.Slice(row * width + start, count).CopyTo(output.Value.Span[(row * count)..]);
        }

        public void Backward(Variable output)
        {
            int count = output.Shape.Last, width = output.Inputs[0].Shape.Last;
            Span<float> dx = output.Inputs[0].GradientToAdd();
            for (int row = 0; row < output.Shape.Rows; row++)
                AddRow(output.Gradient.Span.Slice(row * count, count), dx.Slice(row * width + start, count));
        }
    }

    private sealed class ColumnJoin : IOperation
    {
        public static ColumnJoin Instance { get; } = new();

        public void Forward(Variable output)
        {
            int start = 0, width = output.Shape.Last;
            foreach (Variable part in output.Inputs)
            {
                int count = part.Shape.Last;
                for (int row = 0; row < output.Shape.Rows; row++)
                    part.Value.Span.Slice(row * count, count).CopyTo(output.Value.Span[(row * width + start)..]);
                start += count;
            }
        }

        public void Backward(Variable output)
        {
            int start = 0, width = output.Shape.Last;
            foreach (Variable part in output.Inputs)
            {
                int count = part.Shape.Last;
                for (int row = 0; part.RequiresGradient && row < output.Shape.Rows; row++)
                    AddRow(output.Gradient.Span.Slice(row * width + start, count), part.GradientToAdd().Slice(row * count, count));
                start += count;
            }
        }
    }

    private static void AddRow(ReadOnlySpan<float> gradient, Span<float> target) =>
        System.Numerics.Tensors.TensorPrimitives.Add(target, gradient, target);
}
