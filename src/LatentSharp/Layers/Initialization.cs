using LatentSharp.Autodiff;
using LatentSharp.Compute.Randomness;
using LatentSharp.Tensors;

namespace LatentSharp.Layers;

/// <summary>Makes the initial parameters of a model; each draws from a stream of its own.</summary>
/// <param name="seed">The seed of the run.</param>
public sealed class Initialization(ulong seed)
{
    private readonly List<Parameter> parameters = [];
    private readonly Func<string, Shape, Tensor>? given;

    /// <summary>Takes parameters as they are given, and draws none.</summary>
    /// <param name="given">The value of a parameter, by its name and shape; whoever gives it checks both.</param>
    internal Initialization(Func<string, Shape, Tensor> given)
        : this(seed: 0) => this.given = given;

    /// <summary>All parameters made so far, in the order of their making.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>A parameter drawn uniformly from [-bound, bound].</summary>
    public Parameter Uniform(string name, Shape shape, float bound)
    {
        if (given is not null)
            return Add(name, given(name, shape));
        var value = new Tensor(shape);
        new RandomStream(seed, RandomPurpose.Initialization, (ulong)parameters.Count).FillUniform(value.Span);
        foreach (ref float element in value.Span)
            element = (2f * element - 1f) * bound;
        return Add(name, value);
    }

    /// <summary>A parameter whose elements start at one value.</summary>
    public Parameter Constant(string name, Shape shape, float value) =>
        Add(name, given is null ? Tensor.Filled(shape, value) : given(name, shape));

    private Parameter Add(string name, Tensor value)
    {
        var parameter = new Parameter(name, value);
        parameters.Add(parameter);
        return parameter;
    }
}
