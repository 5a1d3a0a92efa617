using LatentSharp.Autodiff;
using LatentSharp.Tensors;

namespace LatentSharp.Training;

/// <summary>A copy of a model's weights.</summary>
internal sealed class WeightSnapshot
{
    private readonly IReadOnlyList<Parameter> parameters;

    /// <summary>Copies the weights as they are.</summary>
    public WeightSnapshot(IReadOnlyList<Parameter> parameters)
    {
        this.parameters = parameters;
        Values = [.. parameters.Select(parameter => parameter.Value.Copy())];
    }

    /// <summary>The copies, in the order of the parameters.</summary>
    public IReadOnlyList<Tensor> Values { get; }

    /// <summary>Copies the weights as they are now over the earlier copy.</summary>
    public void Update()
    {
        for (int i = 0; i < parameters.Count; i++)
            parameters[i].Value.Span.CopyTo(Values[i].Span);
    }

    /// <summary>Gives the model the weights of this copy.</summary>
    public void Restore()
    {
        for (int i = 0; i < parameters.Count; i++)
            Values[i].Span.CopyTo(parameters[i].Value.Span);
    }
}
