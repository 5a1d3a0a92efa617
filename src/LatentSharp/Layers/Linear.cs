using LatentSharp.Autodiff;
using LatentSharp.Tensors;

namespace LatentSharp.Layers;

/// <summary>
/// y = f(x W^T + b), with W and b drawn uniformly from +-1 / sqrt(in) (LeCun et al. 1998, in its uniform form).
/// </summary>
public sealed class Linear
{
    private readonly Parameter weight, bias;
    private readonly Activation activation;

    /// <summary>Creates a layer whose parameters are <c>name.weight</c> [out, in] and <c>name.bias</c> [out].</summary>
    public Linear(string name, int inputs, int outputs, Activation activation, Initialization initialization)
    {
        ArgumentNullException.ThrowIfNull(initialization);
        float bound = inputs == 0 ? 0f : 1f / MathF.Sqrt(inputs);
        weight = initialization.Uniform($"{name}.weight", new Shape(outputs, inputs), bound);
        bias = initialization.Uniform($"{name}.bias", new Shape(outputs), bound);
        this.activation = activation;
    }

    /// <summary>[batch, in] to [batch, out].</summary>
    /// <param name="parts">The input, or parts of it that stand side by side.</param>
    public Variable Forward(params ReadOnlySpan<Variable> parts)
    {
        Tape tape = parts[0].Tape;
        return Variable.Linear(parts, tape.Parameter(weight), tape.Parameter(bias), activation);
    }
}
