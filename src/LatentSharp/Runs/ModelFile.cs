using LatentSharp.Data;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Layers;
using LatentSharp.Models;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tensors;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <summary>A file of a model's weights, read: its tensors, and the card where it has one.</summary>
internal sealed class ModelFile
{
    private readonly string path;
    private readonly SafetensorsFile tensors;

    private ModelFile(string path, SafetensorsFile tensors)
    {
        (this.path, this.tensors) = (path, tensors);
        Standardization = ReadStandardization();
        Card = ModelMetadata.Read(path, tensors.Metadata, Standardization);
    }

    /// <summary>The names of the tensors that hold a standardisation.</summary>
    public static IReadOnlyList<string> StandardizationParts { get; } =
    [
        "standardization.condition.mean", "standardization.condition.scale",
        "standardization.target.mean", "standardization.target.scale",
    ];

    /// <summary>The card; null for a file from before there were any.</summary>
    public ModelCard? Card { get; }

    /// <summary>What x and y went through; null for none.</summary>
    public Standardization? Standardization { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">The file is damaged, or its card is.</exception>
    public static ModelFile Read(string path) => new(path, SafetensorsFile.Read(path));

    /// <summary>The tensors that hold a standardisation, by name.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> TensorsOf(Standardization standardization) =>
        StandardizationParts.Zip<string, Tensor>(
            [
                standardization.ConditionMean, standardization.ConditionScale,
                standardization.TargetMean, standardization.TargetScale,
            ]);

    /// <summary>Checks that the card, where there is one, is of the networks that a run's record tells of.</summary>
    /// <param name="recorded">The configuration of the record.</param>
    /// <param name="record">The record, as errors name it.</param>
    /// <exception cref="DataException">They differ.</exception>
    public void Require(RunConfiguration recorded, string record)
    {
        if (Card is null)
            return;
        (RunConfiguration own, RunConfiguration other) = (Of(Card.Configuration), Of(recorded));
        foreach (ConfigurationKey key in ModelCard.NetworkKeys)
        {
            if (!key.Read(own).SequenceEqual(key.Read(other)))
                throw new DataException(
                    $"{path}: {key.Name} is {Text(key, own)}, and {Text(key, other)} in {record}; expected the " +
                        "weights of that run: restore them");
        }

        // A hybrid has the networks of a cvae.
        static RunConfiguration Of(RunConfiguration configuration) => new() { Model = configuration.Model };

        static string Text(ConfigurationKey key, RunConfiguration configuration) =>
            key.Read(configuration) is { Count: > 0 } values ? string.Join(',', values) : "none";
    }

    /// <summary>Builds the networks over the tensors of the file, of which each must have its place.</summary>
    /// <param name="options">The networks.</param>
    /// <exception cref="DataException">A tensor is missing, left over, of another shape or not finite.</exception>
    public Cvae Build(CvaeOptions options)
    {
        var taken = new HashSet<string>(StandardizationParts, StringComparer.Ordinal);
        Cvae model;
        try
        {
            model = new Cvae(options, new Initialization(Take));
        }
        catch (Exception failure) when (failure is ArgumentException or OptionException)
        {
            throw new DataException($"{path}: the configuration is of no model ({failure.Message})", failure);
        }

        string? extra = tensors.Names.FirstOrDefault(name => !taken.Contains(name));
        return extra is null
            ? model
            : throw new DataException(
                $"{path}: there is a tensor {OneLine.Excerpt(extra)}, which the model has no place for; expected " +
                    "its own alone: give the file of this model");

        Tensor Take(string name, Shape shape)
        {
            taken.Add(name);
            Tensor tensor = tensors[name];
            if (tensor.Shape != shape)
                throw new DataException($"{path}: {name} has shape {tensor.Shape}; the model's is {shape}");
            return tensor.IsFinite
                ? tensor
                : throw new DataException($"{path}: {name} holds a number that is not finite; train again");
        }
    }

    private Standardization? ReadStandardization()
    {
        if (!StandardizationParts.Any(tensors.Contains))
            return null;
        Tensor[] parts = [.. StandardizationParts.Select(name => tensors[name])];
        try
        {
            return new Standardization(parts[0], parts[1], parts[2], parts[3]);
        }
        catch (ArgumentException failure)
        {
            throw new DataException($"{path}: {failure.Message}", failure);
        }
    }
}
