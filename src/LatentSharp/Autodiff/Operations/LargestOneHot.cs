using System.Numerics.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>
    /// 1 at the largest of every so many elements of the innermost axis and 0 elsewhere; the first of equals. It has no
    /// gradient.
    /// </summary>
    /// <param name="classes">The values of a variable; they divide the innermost axis.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public Variable LargestOneHot(int classes)
    {
        RequireBlocks(nameof(LargestOneHot), classes);
        return Tape.Record(new LargestOfBlocks(classes), Shape, Detach());
    }

    private sealed class LargestOfBlocks(int classes) : IOperation
    {
        public string Name => "largest_one_hot";

        public IReadOnlyList<OperationAttribute> Attributes => [new("classes", classes)];

        public void Forward(Variable output)
        {
            ReadOnlySpan<float> x = output.Inputs[0].Value.Span;
            Span<float> y = output.Value.Span;
            y.Clear();
            for (int start = 0; start < y.Length; start += classes)
                y[start + TensorPrimitives.IndexOfMax(x.Slice(start, classes))] = 1f;
        }

        public void Backward(Variable output) => throw new NotSupportedException("The largest has no gradient.");
    }
}
