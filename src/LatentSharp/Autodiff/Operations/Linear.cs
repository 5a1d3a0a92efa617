using System.Numerics;
using System.Numerics.Tensors;
using LatentSharp.Tensors;
using LatentSharp.Tensors.Products;

namespace LatentSharp.Autodiff;

/// <summary>The non-linearity after a linear layer.</summary>
public enum Activation
{
    /// <summary>None.</summary>
    Identity,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}

public sealed partial class Variable
{
    /// <summary>f(x W^T + b): a linear layer and its activation in one operation.</summary>
    /// <param name="weight">[out, in]</param>
    /// <param name="bias">[out]</param>
    /// <param name="activation">f, applied to every element.</param>
    /// <returns>[batch, out] for an input of [batch, in].</returns>
    /// <exception cref="ArgumentException">The features do not fit.</exception>
    public Variable Linear(Variable weight, Variable bias, Activation activation = Activation.Identity)
    {
        if (Shape.Rank != 2 || weight.Shape.Rank != 2 || Shape[1] != weight.Shape[1])
            throw new ArgumentException($"Linear: the input has shape {Shape} and the weight {weight.Shape}; give [batch, in] and [out, in].");
        if (bias.Shape != new Shape(weight.Shape[0]))
            throw new ArgumentException($"Linear: the bias has shape {bias.Shape}; a weight of {weight.Shape} takes [{weight.Shape[0]}].");
        IOperation operation = activation switch
        {
            Activation.Relu => LinearOperation<RectifiedLinear>.Instance,
            Activation.Tanh => LinearOperation<HyperbolicTangent>.Instance,
            _ => LinearOperation<Identity>.Instance,
        };
        return Tape.Record(operation, new Shape(Shape[0], weight.Shape[0]), this, weight, bias);
    }

    private readonly struct Identity : IElementwise
    {
        public static void Value(ReadOnlySpan<float> x, Span<float> y) => x.CopyTo(y);

        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => Vector<float>.One;
    }

    private sealed unsafe class LinearOperation<TActivation> : IOperation
        where TActivation : struct, IElementwise
    {
        public static LinearOperation<TActivation> Instance { get; } = new();

        public void Forward(Variable output)
        {
            (Variable x, Variable weight, Variable bias) = (output.Inputs[0], output.Inputs[1], output.Inputs[2]);
            MatrixProduct.Multiply(Matrix.Of(x.Value), Matrix.Of(weight.Value).Transposed, output.Value.Pointer, accumulate: false, output.Tape.Pool);
            for (int row = 0; row < output.Shape[0]; row++)
            {
                Span<float> y = output.Value.Row(row);
                TensorPrimitives.Add(y, bias.Value.Span, y);
                if (typeof(TActivation) != typeof(Identity))
                    TActivation.Value(y, y);
            }
        }

        // With s = x W^T + b, y = f(s) and ds = dy f'(s): dx = ds W, dW = ds^T x, db = column sums of ds.
        public void Backward(Variable output)
        {
            (Variable x, Variable weight, Variable bias) = (output.Inputs[0], output.Inputs[1], output.Inputs[2]);

            // Nothing reads dy after this, so ds takes its place. The activations' derivatives need y alone.
            Span<float> ds = output.Gradient.Span;
            ReadOnlySpan<float> y = output.Value.Span;
            if (typeof(TActivation) != typeof(Identity))
            {
                for (int i = 0; i < ds.Length; i += Vectors.Width)
                    Vectors.Store(ds, i, Vectors.Load(ds, i) * TActivation.Derivative(default, Vectors.Load(y, i)));
            }

            if (bias.RequiresGradient)
                Sums.AddColumns(ds, bias.GradientToAdd());
            if (weight.RequiresGradient)
            {
                var dw = weight.GradientToWrite(out bool accumulate);
                MatrixProduct.Multiply(Matrix.Of(output.Gradient).Transposed, Matrix.Of(x.Value), dw.Pointer, accumulate, output.Tape.Pool);
            }

            if (x.RequiresGradient)
            {
                var dx = x.GradientToWrite(out bool accumulate);
                MatrixProduct.Multiply(Matrix.Of(output.Gradient), Matrix.Of(weight.Value), dx.Pointer, accumulate, output.Tape.Pool);
            }
        }
    }
}
