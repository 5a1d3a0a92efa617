using LatentSharp.Compute;
using LatentSharp.Compute.Products;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>The matrix product A B of [rows, depth] and [depth, columns].</summary>
    /// <exception cref="ArgumentException">An operand is not a matrix, or the depths differ.</exception>
    public Variable MatrixMultiply(Variable right)
    {
        if (Shape.Rank != 2 || right.Shape.Rank != 2 || Shape[1] != right.Shape[0])
            throw new ArgumentException(
                $"MatrixMultiply: {Shape} and {right.Shape} do not multiply; give [rows, depth] and [depth, columns].");
        return Tape.Record(MatrixMultiplication.Instance, new Shape(Shape[0], right.Shape[1]), this, right);
    }

    private sealed class MatrixMultiplication : IOperation
    {
        public string Name => "matrix_multiply";

        public static MatrixMultiplication Instance { get; } = new();

        public void Forward(Variable output) =>
            MatrixProduct.Multiply(
                Matrix.Of(output.Inputs[0].Value),
                Matrix.Of(output.Inputs[1].Value),
                Matrix.Of(output.Value),
                accumulate: false,
                output.Tape.Device);

        // C = A B: dA = dC B^T, dB = A^T dC
        public void Backward(Variable output)
        {
            (Variable a, Variable b, Device device) = (output.Inputs[0], output.Inputs[1], output.Tape.Device);
            var dc = Matrix.Of(output.Gradient);
            if (a.RequiresGradient)
            {
                Tensor da = a.GradientToWrite(out bool accumulate);
                MatrixProduct.Multiply(dc, Matrix.Of(b.Value).Transposed, Matrix.Of(da), accumulate, device);
            }

            if (b.RequiresGradient)
            {
                Tensor db = b.GradientToWrite(out bool accumulate);
                MatrixProduct.Multiply(Matrix.Of(a.Value).Transposed, dc, Matrix.Of(db), accumulate, device);
            }
        }
    }
}
