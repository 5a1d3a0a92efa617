using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

/// <summary>
/// A value within one computation, with the operation it came from. It belongs to its <see cref="Tape"/> and is valid
/// until the tape is cleared. The operations on variables are in <c>Autodiff/Operations</c>, one idea to a file.
/// </summary>
public sealed partial class Variable
{
    private Tensor? gradient;

    internal Variable(Tape tape, Tensor value)
    {
        Tape = tape;
        Value = value;
    }

    /// <summary>The computation this variable is part of.</summary>
    public Tape Tape { get; }

    /// <summary>The computed value.</summary>
    public Tensor Value { get; internal set; }

    /// <summary>The extents of the value.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>Whether a parameter or a watched input lies among what this was computed from.</summary>
    public bool RequiresGradient { get; internal set; }

    /// <summary>The value of a scalar.</summary>
    /// <exception cref="InvalidOperationException">The variable holds more than one number.</exception>
    public float Scalar =>
        Shape.Length == 1
            ? Value.Span[0]
            : throw new InvalidOperationException(
                $"Scalar: a variable of shape {Shape} is not one number; reduce it first.");

    /// <summary>
    /// The derivative of what <see cref="Tape.Backward"/> was called on with respect to this value: the value's shape,
    /// zeros where nothing depends on it. It is kept for parameters and watched inputs; an operation may have reused
    /// the gradient of what it computed.
    /// </summary>
    public Tensor Gradient
    {
        get
        {
            if (!HasGradient)
                ClearGradient();
            return gradient!;
        }
    }

    /// <summary>Whether the backward walk has reached this variable.</summary>
    internal bool HasGradient { get; set; }

    /// <summary>What produced the value; null for leaves.</summary>
    internal IOperation? Operation { get; set; }

    /// <summary>What the value was computed from.</summary>
    internal Variable[] Inputs { get; set; } = [];

    /// <summary>The gradient's elements for adding to: zeros the first time they are asked for.</summary>
    internal Span<float> GradientToAdd()
    {
        if (!HasGradient)
            ClearGradient();
        return gradient!.Span;
    }

    /// <summary>
    /// The gradient for an operation that can overwrite: <paramref name="accumulate"/> says whether it must add.
    /// </summary>
    internal Tensor GradientToWrite(out bool accumulate)
    {
        accumulate = HasGradient;
        HasGradient = true;
        return EnsureGradient();
    }

    /// <summary>Lets the gradient live in the caller's tensor.</summary>
    internal void BindGradient(Tensor target) => gradient = target;

    private void ClearGradient()
    {
        EnsureGradient().Span.Clear();
        HasGradient = true;
    }

    private Tensor EnsureGradient()
    {
        if (gradient is null || gradient.Shape != Shape)
            gradient = new Tensor(Shape);
        return gradient;
    }
}
