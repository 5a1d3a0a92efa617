using LatentSharp.Data;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Runs;

/// <summary>
/// What has to be known of a model beside its weights, so that it can be used where its data are not: which networks
/// it has, what its columns are, and what they went through.
/// </summary>
/// <param name="Configuration">The keys of the model and of the data's columns; all others are defaults.</param>
/// <param name="Condition">The columns of x.</param>
/// <param name="Target">The columns of y.</param>
/// <param name="Classes">The names of the data's labels, which the model has not seen; null without labels.</param>
/// <param name="Standardization">What x and y went through; null for none.</param>
internal sealed record ModelCard(
    RunConfiguration Configuration,
    Fields Condition,
    Fields Target,
    IReadOnlyList<string>? Classes,
    Standardization? Standardization)
{
    /// <summary>The keys of the networks, and no others.</summary>
    public static IReadOnlyList<ConfigurationKey> NetworkKeys { get; } =
        [.. ModelKeys.All.Where(key => key.Name != "hybrid_weight")];

    /// <summary>The keys of a card.</summary>
    public static IReadOnlyList<ConfigurationKey> Keys { get; } =
    [
        .. DataKeys.All.Where(key => key.Name is "condition" or "target" or "label" or "binarize"),
        .. NetworkKeys,
    ];

    /// <summary>The card of a run's model.</summary>
    public static ModelCard Of(RunSetup setup) =>
        new(
            setup.Configuration,
            setup.Source.ConditionFields,
            setup.Source.TargetFields,
            setup.Source.LabelNames,
            setup.Standardization);

    /// <summary>
    /// The card of a run whose weights have none, as its record tells it: of images it does not tell where a pixel
    /// lies.
    /// </summary>
    /// <exception cref="DataException">The record does not tell the columns either.</exception>
    public static ModelCard Of(RunRecord record, string directory, Standardization? standardization)
    {
        if (record is not { ConditionDimensions: { } condition, TargetDimensions: { } target })
            throw new DataException(
                $"{RunRecord.PathIn(directory)}: 'data' does not tell condition_dimensions and target_dimensions, " +
                    "and neither do the weights; train again");
        RunConfiguration configuration = record.Configuration;
        return new ModelCard(
            configuration with
            {
                Model = configuration.Model with { ConditionDimensions = condition, TargetDimensions = target },
            },
            Columns(configuration, configuration.Condition, condition, "condition"),
            Columns(configuration, configuration.Target, target, "target"),
            Classes: null,
            standardization);
    }

    // Of images the configuration names no target.
    private static Fields Columns(
        RunConfiguration configuration,
        IReadOnlyList<string> names,
        int width,
        string role) =>
        configuration.Target.Count > 0 && names.Count == width ? Fields.Columns(names) : Fields.Unnamed(role, width);
}
