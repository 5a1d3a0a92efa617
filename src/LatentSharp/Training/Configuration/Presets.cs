namespace LatentSharp.Training.Configuration;

/// <summary>Runs that are known by name.</summary>
public static class Presets
{
    /// <summary>All presets: name, and configuration.</summary>
    public static IReadOnlyList<(string Name, RunConfiguration Configuration)> All { get; } =
    [
        ("digits", new RunConfiguration
        {
            Data = "digits",
            Condition = ["upper_half"],
            Training = new TrainingOptions { Epochs = 100, EarlyStoppingPatience = 20 },
            PriorKlWarmupSteps = 20,
        }),
    ];

    /// <summary>The configuration of a name; null where there is none.</summary>
    public static RunConfiguration? Find(string name) => All.FirstOrDefault(preset => preset.Name == name).Configuration;
}
