using System.Numerics;
using LatentSharp.Compute;

namespace LatentSharp.Autodiff;

/// <summary>A function of one number and its derivative, applied to every element.</summary>
internal interface IElementwise
{
    /// <summary>The function's name, as graphs and messages give it.</summary>
    static abstract string Name { get; }

    /// <summary>y = f(x).</summary>
    static abstract Vector<float> Value(Vector<float> x);

    /// <summary>dy/dx, from x and y, whichever serves.</summary>
    static abstract Vector<float> Derivative(Vector<float> x, Vector<float> y);
}

/// <summary>Applies an <see cref="IElementwise"/> function.</summary>
internal sealed class ElementwiseOperation<TFunction> : IOperation
    where TFunction : struct, IElementwise
{
    public static ElementwiseOperation<TFunction> Instance { get; } = new();

    public string Name => TFunction.Name;

    public void Forward(Variable output)
    {
        ReadOnlySpan<float> x = output.Inputs[0].Value.Span;
        Span<float> y = output.Value.Span;
        for (int i = 0; i < y.Length; i += Vectors.Width)
            Vectors.Store(y, i, TFunction.Value(Vectors.Load(x, i)));
    }

    public void Backward(Variable output)
    {
        ReadOnlySpan<float> x = output.Inputs[0].Value.Span, y = output.Value.Span, dy = output.Gradient.Span;
        Span<float> dx = output.Inputs[0].GradientToAdd();
        for (int i = 0; i < dx.Length; i += Vectors.Width)
        {
            Vector<float> derivative = TFunction.Derivative(Vectors.Load(x, i), Vectors.Load(y, i));
            Vectors.Add(dx, i, Vectors.Load(dy, i) * derivative);
        }
    }
}
