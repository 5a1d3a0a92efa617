using System.Numerics.Tensors;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>ln sum e^x over the innermost axis, computed around the maximum so that it neither overflows nor vanishes.</summary>
    /// <exception cref="InvalidOperationException">The innermost axis is empty.</exception>
    public Variable LogSumExp()
    {
        RequireClasses(nameof(LogSumExp));
        return Tape.Record(LogSumExpOverRows.Instance, Shape.WithoutLast(), this);
    }

    /// <summary>x - ln sum e^x over the innermost axis: logarithms of probabilities that sum to 1.</summary>
    /// <exception cref="InvalidOperationException">The innermost axis is empty.</exception>
    public Variable LogSoftmax()
    {
        RequireClasses(nameof(LogSoftmax));
        return Tape.Record(LogSoftmaxOverRows.Instance, Shape, this);
    }

    private void RequireClasses(string operation)
    {
        if (Shape.Rank == 0 || Shape.Last == 0)
            throw new InvalidOperationException($"{operation}: a variable of shape {Shape} has an empty innermost axis; it needs at least one element.");
    }

    private static float LogSumExpOf(ReadOnlySpan<float> row)
    {
        float maximum = TensorPrimitives.Max(row);
        if (!float.IsFinite(maximum))
            return maximum;
        double sum = 0;
        foreach (float x in row)
            sum += Math.Exp(x - (double)maximum);
        return (float)(maximum + Math.Log(sum));
    }

    private sealed class LogSumExpOverRows : IOperation
    {
        public static LogSumExpOverRows Instance { get; } = new();

        public void Forward(Variable output)
        {
            Variable input = output.Inputs[0];
            int width = input.Shape.Last;
            Span<float> y = output.Value.Span;
            for (int row = 0; row < y.Length; row++)
                y[row] = LogSumExpOf(input.Value.Span.Slice(row * width, width));
        }

        // d logsumexp(x) / dx_i = e^(x_i - y)
        public void Backward(Variable output)
        {
            Variable input = output.Inputs[0];
            int width = input.Shape.Last;
            ReadOnlySpan<float> x = input.Value.Span, y = output.Value.Span, dy = output.Gradient.Span;
            Span<float> dx = input.GradientToAdd();
            for (int i = 0; i < dx.Length; i++)
                dx[i] += dy[i / width] * MathF.Exp(x[i] - y[i / width]);
        }
    }

    private sealed class LogSoftmaxOverRows : IOperation
    {
        public static LogSoftmaxOverRows Instance { get; } = new();

        public void Forward(Variable output)
        {
            Variable input = output.Inputs[0];
            int width = input.Shape.Last;
            for (int row = 0; row < input.Shape.Rows; row++)
            {
                ReadOnlySpan<float> x = input.Value.Span.Slice(row * width, width);
                TensorPrimitives.Subtract(x, LogSumExpOf(x), output.Value.Span.Slice(row * width, width));
            }
        }

        // dx_i = dy_i - e^(y_i) sum_j dy_j
        public void Backward(Variable output)
        {
            Variable input = output.Inputs[0];
            int width = input.Shape.Last;
            Span<float> dx = input.GradientToAdd();
            for (int row = 0; row < input.Shape.Rows; row++)
            {
                ReadOnlySpan<float> dy = output.Gradient.Span.Slice(row * width, width);
                float sum = (float)Sums.Of(dy);
                for (int i = 0; i < width; i++)
                    dx[row * width + i] += dy[i] - MathF.Exp(output.Value.Span[row * width + i]) * sum;
            }
        }
    }
}
