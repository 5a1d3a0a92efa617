using LatentSharp.Autodiff;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Runs;

/// <summary>A model's weights as a safetensors file, under the names of its parameters.</summary>
public static class ModelWeights
{
    /// <summary>Writes the weights, and how the model's columns were standardised.</summary>
    /// <param name="path">The file; one that exists is replaced once the new one is whole.</param>
    /// <param name="model">The model.</param>
    /// <param name="standardization">What the model's inputs and targets went through; null for none.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, IConditionalModel model, Standardization? standardization = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var tensors = new List<(string Name, Tensor Tensor)>();
        foreach (Parameter parameter in model.Parameters)
            tensors.Add((parameter.Name, parameter.Value));
        if (standardization is not null)
        {
            tensors.Add(("standardization.condition.mean", standardization.ConditionMean));
            tensors.Add(("standardization.condition.scale", standardization.ConditionScale));
            tensors.Add(("standardization.target.mean", standardization.TargetMean));
            tensors.Add(("standardization.target.scale", standardization.TargetScale));
        }

        SafetensorsFile.Write(path, tensors, new Dictionary<string, string> { ["format"] = "latentsharp/model/1" });
    }

    /// <summary>
    /// Gives a model the weights of a file; tensors that the model has no parameter for are passed over.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="model">A model of the shape that the weights were trained in.</param>
    /// <exception cref="DataException">
    /// The file is damaged, or a tensor is missing or has another shape; the model is as it was.
    /// </exception>
    public static void Load(string path, IConditionalModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var weights = SafetensorsFile.Read(path);
        foreach (Parameter parameter in model.Parameters)
        {
            if (weights[parameter.Name].Shape != parameter.Value.Shape)
                throw new DataException(
                    $"{path}: {parameter.Name} has shape {weights[parameter.Name].Shape}; the model's is " +
                        $"{parameter.Value.Shape}");
        }

        foreach (Parameter parameter in model.Parameters)
            weights[parameter.Name].Span.CopyTo(parameter.Value.Span);
    }
}
