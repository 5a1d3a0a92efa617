using LatentSharp.Autodiff;

namespace LatentSharp.Layers;

/// <summary>
/// Linear layers with an activation after each but the last. Without hidden layers it is one linear map.
/// </summary>
public sealed class MultilayerPerceptron
{
    private readonly Linear[] layers;

    /// <summary>Creates the layers <c>name.0</c>, <c>name.1</c>, ...</summary>
    public MultilayerPerceptron(
        string name,
        int inputs,
        IReadOnlyList<int> hidden,
        int outputs,
        Activation activation,
        Initialization initialization)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        layers = new Linear[hidden.Count + 1];
        for (int i = 0; i < layers.Length; i++)
        {
            int from = i == 0 ? inputs : hidden[i - 1];
            layers[i] = i < hidden.Count
                ? new Linear($"{name}.{i}", from, hidden[i], activation, initialization)
                : new Linear($"{name}.{i}", from, outputs, Activation.Identity, initialization);
        }
    }

    /// <summary>[batch, in] to [batch, out].</summary>
    /// <param name="parts">The input, or parts of it that stand side by side.</param>
    public Variable Forward(params ReadOnlySpan<Variable> parts)
    {
        Variable hidden = layers[0].Forward(parts);
        foreach (Linear layer in layers.AsSpan(1))
            hidden = layer.Forward(hidden);
        return hidden;
    }
}
