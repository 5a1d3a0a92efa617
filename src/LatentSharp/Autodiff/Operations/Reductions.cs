using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    private static readonly BatchMean MeanOfRows = new("mean_first");

    /// <summary>The sum of all elements, a scalar.</summary>
    public Variable SumAll() => Tape.Record(new Total(1.0), Shape.Scalar, this);

    /// <summary>The mean of all elements, a scalar.</summary>
    /// <exception cref="InvalidOperationException">There are no elements.</exception>
    public Variable MeanAll() =>
        Shape.Length == 0
            ? throw new InvalidOperationException($"MeanAll: a variable of shape {Shape} has no elements to average.")
            : Tape.Record(new Total(1.0 / Shape.Length), Shape.Scalar, this);

    /// <summary>The mean over the first axis: [batch, columns] to [columns].</summary>
    /// <exception cref="InvalidOperationException">The variable is no matrix, or has no rows.</exception>
    internal Variable MeanFirst() =>
        Shape.Rank == 2 && Shape[0] > 0
            ? Tape.Record(MeanOfRows, new Shape(Shape[1]), this)
            : throw new InvalidOperationException(
                $"MeanFirst: a variable of shape {Shape} has no rows to average; give [batch, columns].");

    // d(c sum x) = c sum dx
    private sealed class Total(double scale) : IOperation
    {
        public string Name => "sum_all";

        public IReadOnlyList<OperationAttribute> Attributes => [new("scale", scale)];

        public void Forward(Variable output) =>
            output.Value.Span[0] = (float)(scale * Sums.Of(output.Inputs[0].Value.Span));

        public void Backward(Variable output)
        {
            Span<float> dx = output.Inputs[0].GradientToAdd();
            TensorPrimitives.Add(dx, (float)(scale * output.Gradient.Span[0]), dx);
        }
    }
}
