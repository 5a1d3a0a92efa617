using System.Numerics;
using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>a + b, broadcast.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Variable operator +(Variable left, Variable right) => Binary(Sum.Instance, left, right);

    /// <summary>a - b, broadcast.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Variable operator -(Variable left, Variable right) => Binary(Difference.Instance, left, right);

    /// <summary>The element-wise product a b, broadcast.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Variable operator *(Variable left, Variable right) => Binary(Product.Instance, left, right);

    /// <summary>a / b, broadcast.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Variable operator /(Variable left, Variable right) => Binary(Quotient.Instance, left, right);

    private static Variable Binary(IOperation operation, Variable left, Variable right)
    {
        Shape shape = Shape.Broadcast(left.Shape, right.Shape);
        return left.Tape.Record(operation, shape, left.BroadcastTo(shape), right.BroadcastTo(shape));
    }

    // d(a + b) = da + db
    private sealed class Sum : IOperation
    {
        public string Name => "add";

        public static Sum Instance { get; } = new();

        public void Forward(Variable output) =>
            TensorPrimitives.Add(output.Inputs[0].Value.Span, output.Inputs[1].Value.Span, output.Value.Span);

        public void Backward(Variable output)
        {
            foreach (Variable input in output.Inputs)
            {
                if (input.RequiresGradient)
                    AddTo(input, output.Gradient.Span);
            }
        }
    }

    // d(a - b) = da - db
    private sealed class Difference : IOperation
    {
        public string Name => "subtract";

        public static Difference Instance { get; } = new();

        public void Forward(Variable output) =>
            TensorPrimitives.Subtract(output.Inputs[0].Value.Span, output.Inputs[1].Value.Span, output.Value.Span);

        public void Backward(Variable output)
        {
            (Variable a, Variable b) = (output.Inputs[0], output.Inputs[1]);
            if (a.RequiresGradient)
                AddTo(a, output.Gradient.Span);
            if (b.RequiresGradient)
            {
                Span<float> db = b.GradientToAdd();
                TensorPrimitives.Subtract(db, output.Gradient.Span, db);
            }
        }
    }

    // d(a b) = b da + a db
    private sealed class Product : IOperation
    {
        public string Name => "multiply";

        public static Product Instance { get; } = new();

        public void Forward(Variable output) =>
            TensorPrimitives.Multiply(output.Inputs[0].Value.Span, output.Inputs[1].Value.Span, output.Value.Span);

        public void Backward(Variable output)
        {
            (Variable a, Variable b) = (output.Inputs[0], output.Inputs[1]);
            if (a.RequiresGradient)
                AddProductTo(a, output.Gradient.Span, b.Value.Span);
            if (b.RequiresGradient)
                AddProductTo(b, output.Gradient.Span, a.Value.Span);
        }
    }

    // d(a / b) = da / b - (a / b) db / b
    private sealed class Quotient : IOperation
    {
        public string Name => "divide";

        public static Quotient Instance { get; } = new();

        public void Forward(Variable output) =>
            TensorPrimitives.Divide(output.Inputs[0].Value.Span, output.Inputs[1].Value.Span, output.Value.Span);

        public void Backward(Variable output)
        {
            (Variable a, Variable b) = (output.Inputs[0], output.Inputs[1]);
            ReadOnlySpan<float> dy = output.Gradient.Span, y = output.Value.Span, divisor = b.Value.Span;
            for (int i = 0; i < dy.Length; i += Vectors.Width)
            {
                Vector<float> da = Vectors.Load(dy, i) / Vectors.Load(divisor, i);
                if (a.RequiresGradient)
                    Vectors.Add(a.GradientToAdd(), i, da);
                if (b.RequiresGradient)
                    Vectors.Add(b.GradientToAdd(), i, -da * Vectors.Load(y, i));
            }
        }
    }

    private static void AddTo(Variable input, ReadOnlySpan<float> gradient)
    {
        Span<float> target = input.GradientToAdd();
        TensorPrimitives.Add(target, gradient, target);
    }

    private static void AddProductTo(Variable input, ReadOnlySpan<float> gradient, ReadOnlySpan<float> factor)
    {
        Span<float> target = input.GradientToAdd();
        TensorPrimitives.MultiplyAdd(gradient, factor, target, target);
    }
}
