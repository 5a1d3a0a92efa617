using LatentSharp.Autodiff;
using LatentSharp.Compute.Randomness;
using LatentSharp.Tensors;

namespace LatentSharp.Layers;

/// <summary>Makes the initial parameters of a model; each draws from a stream of its own.</summary>
/// <param name="seed">The seed of the run.</param>
public sealed class Initialization(ulong seed)
{
    private readonly List<Parameter> parameters = [];

    /// <summary>All parameters made so far, in the order of their making.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>A parameter drawn uniformly from [-bound, bound].</summary>
    public Parameter Uniform(string name, Shape shape, float bound)
    {
        var value = new Tensor(shape);
        new RandomStream(seed, RandomPurpose.Initialization, (ulong)parameters.Count).FillUniform(value.Span);
        foreach (ref float element in value.Span)
            element = (2f * element - 1f) * bound;
        return Add(name, value);
    }

    /// <summary>A parameter whose elements start at one value.</summary>
    public Parameter Constant(string name, Shape shape, float value) => Add(name, Tensor.Filled(shape, value));

    private Parameter Add(string name, Tensor value)
    {
        var parameter = new Parameter(name, value);
        parameters.Add(parameter);
        return parameter;
    }
}
