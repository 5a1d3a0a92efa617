using System.Numerics;
using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>
    /// ln sum e^x over the innermost axis, computed around the maximum so that it neither overflows nor vanishes.
    /// </summary>
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
        return LogSoftmax(Shape.Last);
    }

    /// <summary>The same over every so many elements of the innermost axis, each a variable of its own.</summary>
    /// <param name="classes">The values of a variable; they divide the innermost axis.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public Variable LogSoftmax(int classes)
    {
        RequireBlocks(nameof(LogSoftmax), classes);
        return Tape.Record(new LogSoftmaxOverBlocks(classes), Shape, this);
    }

    private void RequireClasses(string operation)
    {
        if (Shape.Rank == 0 || Shape.Last == 0)
            throw new InvalidOperationException(
                $"{operation}: a variable of shape {Shape} has an empty innermost axis; it needs at least one element."
            );
    }

    private void RequireBlocks(string operation, int classes)
    {
        if (Shape.Rank == 0 || classes < 1 || Shape.Last % classes != 0)
            throw new ArgumentException(
                $"{operation}: {classes} values do not divide the innermost axis of shape {Shape}; give [..., " +
                    "variables * values].");
    }

    // ln sum e^x = maximum + ln(1 + the other elements' e^(x - maximum)). The parts stay apart in float64, because the
    // second, which is all that remains of a confident class's log-probability, is lost beside the first.
    private static (double Maximum, double Excess) LogSumExpOf(ReadOnlySpan<float> row)
    {
        int largest = TensorPrimitives.IndexOfMax(row);
        double maximum = row[largest], others = 0;
        if (!double.IsFinite(maximum))
            return (maximum, 0);
        for (int i = 0; i < row.Length; i++)
        {
            if (i != largest)
                others += Math.Exp(row[i] - maximum);
        }

        return (maximum, StableMath.LogOnePlus(others));
    }

    private sealed class LogSumExpOverRows : IOperation
    {
        public string Name => "log_sum_exp";

        public static LogSumExpOverRows Instance { get; } = new();

        public void Forward(Variable output)
        {
            Variable input = output.Inputs[0];
            int width = input.Shape.Last;
            Span<float> y = output.Value.Span;
            for (int row = 0; row < y.Length; row++)
            {
                (double maximum, double excess) = LogSumExpOf(input.Value.Span.Slice(row * width, width));
                y[row] = (float)(maximum + excess);
            }
        }

        // d logsumexp(x) / dx_i = e^(x_i - logsumexp(x)), from the parts again: their rounded sum has lost digits where
        // the logits are large.
        public void Backward(Variable output)
        {
            Variable input = output.Inputs[0];
            int width = input.Shape.Last;
            ReadOnlySpan<float> dy = output.Gradient.Span;
            Span<float> dx = input.GradientToAdd();
            for (int row = 0; row < dy.Length; row++)
            {
                ReadOnlySpan<float> x = input.Value.Span.Slice(row * width, width);
                (double maximum, double excess) = LogSumExpOf(x);
                for (int i = 0; i < width; i++)
                    dx[row * width + i] += dy[row] * MathF.Exp((float)(x[i] - maximum - excess));
            }
        }
    }

    private sealed class LogSoftmaxOverBlocks(int classes) : IOperation
    {
        public string Name => "log_softmax";

        public IReadOnlyList<OperationAttribute> Attributes => [new("classes", classes)];

        public void Forward(Variable output)
        {
            Variable input = output.Inputs[0];
            for (int row = 0; row < input.Shape.Length / classes; row++)
            {
                ReadOnlySpan<float> x = input.Value.Span.Slice(row * classes, classes);
                Span<float> y = output.Value.Span.Slice(row * classes, classes);
                (double maximum, double excess) = LogSumExpOf(x);
                for (int i = 0; i < classes; i++)
                    y[i] = (float)(x[i] - maximum - excess);
            }
        }

        // dx_i = dy_i - e^(y_i) sum_j dy_j, written (1 - e^(y_i)) dy_i - e^(y_i) sum_(j != i) dy_j: where p_i is near
        // 1, the first form subtracts two numbers that are nearly equal.
        public void Backward(Variable output)
        {
            Variable input = output.Inputs[0];
            Span<float> gradient = input.GradientToAdd();
            for (int row = 0; row < input.Shape.Length / classes; row++)
            {
                ReadOnlySpan<float> y = output.Value.Span.Slice(row * classes, classes),
                    dy = output.Gradient.Span.Slice(row * classes, classes);
                Span<float> dx = gradient.Slice(row * classes, classes);
                var sum = new Vector<float>((float)Sums.Of(dy));
                for (int i = 0; i < classes; i += Vectors.Width)
                {
                    Vector<float> own = Vectors.Load(dy, i),
                        logProbability = Vectors.Load(y, i);
                    Vectors.Add(
                        dx,
                        i,
                        -StableMath.ExpMinusOne(logProbability) * own - Vector.Exp(logProbability) * (sum - own));
                }
            }
        }
    }
}
