using LatentSharp.Autodiff;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Models;
using LatentSharp.Tensors;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <summary>A model's weights as a safetensors file, under the names of its parameters.</summary>
public static class ModelWeights
{
    /// <summary>
    /// Writes the weights, and how the model's columns were standardised. Which networks they are for is for the
    /// caller to know: a file of <see cref="TrainedModel.Save"/> says that too.
    /// </summary>
    /// <param name="path">The file; one that exists is replaced once the new one is whole.</param>
    /// <param name="model">The model.</param>
    /// <param name="standardization">What the model's inputs and targets went through; null for none.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, IConditionalModel model, Standardization? standardization = null) =>
        Save(path, model, standardization, new Dictionary<string, string> { ["format"] = ModelMetadata.Bare });

    /// <summary>Writes the weights with the model's card: all that it takes to use them.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal static void Save(string path, IConditionalModel model, ModelCard card) =>
        Save(path, model, card.Standardization, ModelMetadata.Of(card));

    /// <summary>
    /// Gives a model the weights of a file, whose tensors are the model's parameters and those of a standardisation.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="model">A model of the shape that the weights were trained in.</param>
    /// <exception cref="DataException">
    /// The file is damaged, or a tensor is missing, left over or of another shape; the model is as it was.
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

        string[] known = [.. model.Parameters.Select(parameter => parameter.Name), .. ModelFile.StandardizationParts];
        if (weights.Names.Except(known).FirstOrDefault() is { } extra)
            throw new DataException(
                $"{path}: there is a tensor {OneLine.Excerpt(extra)}, which the model has no place for; give the " +
                    "file of this model");
        foreach (Parameter parameter in model.Parameters)
            weights[parameter.Name].Span.CopyTo(parameter.Value.Span);
    }

    private static void Save(
        string path,
        IConditionalModel model,
        Standardization? standardization,
        Dictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(model);
        var tensors = new List<(string Name, Tensor Tensor)>();
        foreach (Parameter parameter in model.Parameters)
            tensors.Add((parameter.Name, parameter.Value));
        if (standardization is not null)
            tensors.AddRange(ModelFile.TensorsOf(standardization));
        SafetensorsFile.Write(path, tensors, metadata);
    }
}
