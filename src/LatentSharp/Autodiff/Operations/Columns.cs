using LatentSharp.Compute;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>
    /// The columns <paramref name="start"/> to + <paramref name="count"/> of the innermost axis: [..., count].
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the axis.</exception>
    public Variable Columns(int start, int count)
    {
        if (Shape.Rank == 0 || start < 0 || count < 0 || start + count > Shape.Last)
            throw new ArgumentOutOfRangeException(
                nameof(start),
                $"Columns: {start} to {start + count} leave the innermost axis of shape {Shape}.");
        return Tape.Record(new ColumnSlice(start, count), Shape.WithLast(count), this);
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
                throw new ArgumentException(
                    $"Concatenate: {parts[0].Shape} and {part.Shape} differ in an outer extent; only the " +
                        "innermost may differ.");
            columns += part.Shape.Last;
        }

        return parts.Length == 1
            ? parts[0]
            : parts[0].Tape.Record(ColumnJoin.Instance, parts[0].Shape.WithLast(columns), parts);
    }

    private sealed class ColumnSlice(int start, int count) : IOperation
    {
        public string Name => "columns";

        public IReadOnlyList<OperationAttribute> Attributes => [new("start", start), new("count", count)];

        public void Forward(Variable output)
        {
            int width = output.Inputs[0].Shape.Last;
            CopyRows(output.Inputs[0].Value.Span, start, width, output.Value.Span, 0, count, count);
        }

        public void Backward(Variable output)
        {
            int width = output.Inputs[0].Shape.Last;
            AddRows(output.Gradient.Span, 0, count, output.Inputs[0].GradientToAdd(), start, width, count);
        }
    }

    private sealed class ColumnJoin : IOperation
    {
        public string Name => "concatenate";

        public static ColumnJoin Instance { get; } = new();

        public void Forward(Variable output)
        {
            int start = 0, width = output.Shape.Last;
            foreach (Variable part in output.Inputs)
            {
                CopyRows(part.Value.Span, 0, part.Shape.Last, output.Value.Span, start, width, part.Shape.Last);
                start += part.Shape.Last;
            }
        }

        public void Backward(Variable output)
        {
            int start = 0, width = output.Shape.Last;
            foreach (Variable part in output.Inputs)
            {
                if (part.RequiresGradient)
                    AddRows(
                        output.Gradient.Span,
                        start,
                        width,
                        part.GradientToAdd(),
                        0,
                        part.Shape.Last,
                        part.Shape.Last);
                start += part.Shape.Last;
            }
        }
    }

    // Columns [start, start + count) of a matrix of one width to those of another.
    private static void CopyRows(
        ReadOnlySpan<float> from,
        int fromStart,
        int fromWidth,
        Span<float> to,
        int toStart,
        int toWidth,
        int count)
    {
        for (int i = fromStart, j = toStart; count > 0 && i < from.Length; i += fromWidth, j += toWidth)
            from.Slice(i, count).CopyTo(to[j..]);
    }

    private static void AddRows(
        ReadOnlySpan<float> from,
        int fromStart,
        int fromWidth,
        Span<float> to,
        int toStart,
        int toWidth,
        int count)
    {
        for (int i = fromStart, j = toStart; count > 0 && i < from.Length; i += fromWidth, j += toWidth)
        {
            ReadOnlySpan<float> part = from.Slice(i, count);
            Span<float> target = to.Slice(j, count);
            for (int k = 0; k < count; k += Vectors.Width)
                Vectors.Add(target, k, Vectors.Load(part, k));
        }
    }
}
