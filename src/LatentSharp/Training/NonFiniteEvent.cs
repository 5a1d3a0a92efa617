using static System.FormattableString;

namespace LatentSharp.Training;

/// <summary>What was being done when a number was found that is not finite.</summary>
public enum NonFinitePlace
{
    /// <summary>The objective of a training step, or a term of it.</summary>
    Objective,

    /// <summary>The gradient of a training step.</summary>
    Gradient,

    /// <summary>The update of a training step: a moment of Adam, or a weight.</summary>
    Update,

    /// <summary>A term on the validation examples.</summary>
    Validation,

    /// <summary>What was to be kept: a weight or a moment that no term shows.</summary>
    State,
}

/// <summary>A number that training depends on and that is not finite.</summary>
/// <param name="Step">The step at which it was found, counted from 0.</param>
/// <param name="Place">Where it was found.</param>
public sealed record NonFiniteEvent(long Step, NonFinitePlace Place)
{
    /// <summary>The term that is not finite, or whose gradient is not; null where none is known.</summary>
    public string? Term { get; init; }

    /// <summary>
    /// The value of the term, or of an objective whose terms are finite and whose sum is beyond float32; null for a
    /// tensor.
    /// </summary>
    public double? Value { get; init; }

    /// <summary>
    /// The tensor that is not finite after the update or in the state, or whose gradient is not; null for a term.
    /// </summary>
    public string? Tensor { get; init; }

    /// <summary>
    /// The first tensor of the forward pass that is not finite; null where all are, or it has no name.
    /// </summary>
    public string? FirstIn { get; init; }

    /// <summary>What is not finite, in words.</summary>
    public string Problem => FirstIn is null ? What : $"{What}, first in {FirstIn}";

    private string What => Place switch
    {
        NonFinitePlace.Gradient => $"the gradient of {Tensor} is not finite{(Term is null ? "" : $", by {Term}")}",
        NonFinitePlace.Update => $"{Tensor} is not finite after the update",
        NonFinitePlace.State => $"{Tensor} is not finite",
        NonFinitePlace.Validation => Invariant($"{Term} is {Value} on the validation examples"),
        _ when Term is null => Invariant($"the objective is {Value}, beyond float32"),
        _ => Invariant($"{Term} is {Value}"),
    };
}
