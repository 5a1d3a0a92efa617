using LatentSharp.Objectives;
using LatentSharp.Words;

namespace LatentSharp.Runs.Configuration;

/// <summary>The keys of a configuration file. A new option of a run is a row in the file of its kind.</summary>
public static class ConfigurationKeys
{
    /// <summary>All keys, grouped as a reader would look for them.</summary>
    public static IReadOnlyList<ConfigurationKey> All { get; } = Of(Terms.All);

    /// <summary>The key of a name.</summary>
    /// <exception cref="OptionException">There is none; the message names the nearest.</exception>
    public static ConfigurationKey Find(string name) =>
        All.FirstOrDefault(key => key.Name == name)
        ?? throw new OptionException(
            $"unknown configuration key {OneLine.Excerpt(name)}; "
                + $"{NearestName.Suggestion(name, [.. All.Select(key => key.Name)])}");

    /// <summary>All keys where there are these terms.</summary>
    internal static IReadOnlyList<ConfigurationKey> Of(IReadOnlyList<IObjectiveTerm> terms) =>
        [
            .. DataKeys.All,
            .. ModelKeys.All,
            .. ObjectiveKeys.Of(terms),
            .. TrainingKeys.All,
            .. RecordKeys.All,
        ];
}
