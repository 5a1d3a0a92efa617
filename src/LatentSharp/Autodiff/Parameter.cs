using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

/// <summary>A trained tensor: a value, and the gradient that the last backward walk left for the optimizer.</summary>
/// <param name="name">
/// A dotted path such as <c>router.0.weight</c>, unique within a model; the name in saved files.
/// </param>
/// <param name="value">The initial value; training changes it in place.</param>
public sealed class Parameter(string name, Tensor value)
{
    /// <summary>The dotted path that names the parameter within its model.</summary>
    public string Name { get; } = name;

    /// <summary>The current value.</summary>
    public Tensor Value { get; } = value;

    /// <summary>The gradient of the last backward walk, in the value's shape.</summary>
    public Tensor Gradient { get; } = new(value.Shape);
}
