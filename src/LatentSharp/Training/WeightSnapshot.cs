using LatentSharp.Autodiff;

namespace LatentSharp.Training;

/// <summary>A copy of a model's weights.</summary>
public sealed class WeightSnapshot
{
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly float[][] values;

    /// <summary>Copies the weights as they are.</summary>
    public WeightSnapshot(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        values = [.. parameters.Select(parameter => parameter.Value.Span.ToArray())];
    }

    /// <summary>Copies the weights as they are now over the earlier copy.</summary>
    public void Update()
    {
        for (int i = 0; i < values.Length; i++)
            parameters[i].Value.Span.CopyTo(values[i]);
    }

    /// <summary>Gives the model the weights of this copy.</summary>
    public void Restore()
    {
        for (int i = 0; i < values.Length; i++)
            values[i].CopyTo(parameters[i].Value.Span);
    }
}
