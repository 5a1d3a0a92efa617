using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Runs;

/// <summary>Models as files, without a training.</summary>
internal static class ModelFiles
{
    /// <summary>Writes a model with its card.</summary>
    public static void Save(
        string path,
        Cvae model,
        CvaeOptions options,
        Fields? condition = null,
        Fields? target = null,
        Standardization? standardization = null) =>
        ModelWeights.Save(
            path,
            model,
            new ModelCard(
                new RunConfiguration { Model = options },
                condition ?? Fields.Unnamed("x", options.ConditionDimensions),
                target ?? Fields.Unnamed("y", options.TargetDimensions),
                Classes: null,
                standardization));

    /// <summary>Writes a model of initial weights and loads it.</summary>
    public static TrainedModel Load(
        string path,
        CvaeOptions options,
        Fields? condition = null,
        Fields? target = null,
        Standardization? standardization = null)
    {
        Save(path, new Cvae(options, seed: 3), options, condition, target, standardization);
        return TrainedModel.Load(path);
    }

    /// <summary>(v - mean) / scale with numbers that no test could take for none.</summary>
    public static Standardization Map(int condition, int target) =>
        new(Numbers(condition, 3, -1), Numbers(condition, 0.5f, 0.25f), Numbers(target, -2, 1.5f),
            Numbers(target, 2, 0.5f));

    private static Tensor Numbers(int count, float first, float step) =>
        Tensor.FromValues(new Shape(count), [.. Enumerable.Range(0, count).Select(i => first + step * i)]);
}
