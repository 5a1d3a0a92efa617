using System.Numerics;
using LatentSharp.Compute;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>a x + b for fixed numbers a and b.</summary>
    public Variable Affine(float scale, float shift) => Tape.Record(new AffineMap(scale, shift), Shape, this);

    /// <summary>-x.</summary>
    public static Variable operator -(Variable operand) => operand.Affine(-1f, 0f);

    /// <summary>a x for a fixed number a.</summary>
    public static Variable operator *(float scale, Variable operand) => operand.Affine(scale, 0f);

    /// <summary>x + b for a fixed number b.</summary>
    public static Variable operator +(Variable operand, float shift) => operand.Affine(1f, shift);

    private sealed class AffineMap(float scale, float shift) : IOperation
    {
        public string Name => "affine";

        public IReadOnlyList<OperationAttribute> Attributes => [new("scale", scale), new("shift", shift)];

        public void Forward(Variable output)
        {
            ReadOnlySpan<float> x = output.Inputs[0].Value.Span;
            Span<float> y = output.Value.Span;
            for (int i = 0; i < y.Length; i += Vectors.Width)
                Vectors.Store(y, i, Vectors.Load(x, i) * scale + new Vector<float>(shift));
        }

        // d(a x + b) = a dx
        public void Backward(Variable output)
        {
            ReadOnlySpan<float> dy = output.Gradient.Span;
            Span<float> dx = output.Inputs[0].GradientToAdd();
            for (int i = 0; i < dx.Length; i += Vectors.Width)
                Vectors.Add(dx, i, Vectors.Load(dy, i) * scale);
        }
    }
}
