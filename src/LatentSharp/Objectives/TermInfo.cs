namespace LatentSharp.Objectives;

/// <summary>
/// What others know about a term of the objective: its key in a configuration with its default and help, its meaning in
/// run.json and in a log, and the draws that a training makes for it follow from here.
/// </summary>
/// <param name="Name">The name in logs, reports and configuration, in snake_case.</param>
/// <param name="Meaning">What it is, as an equation and in words; without its unit.</param>
/// <param name="Unit">The unit of its values, such as <c>nats per example</c>.</param>
/// <param name="Needs">The draws of z that it reads.</param>
/// <param name="DefaultWeight">The weight where none is given; 0 makes it a diagnostic.</param>
public sealed record TermInfo(string Name, string Meaning, string Unit, DrawPlan Needs, double DefaultWeight)
{
    /// <summary>
    /// What has to be said beside the unit: when there is such a term, or what it is not. Default nothing.
    /// </summary>
    public string Note { get; init; } = "";

    /// <summary>
    /// The help of the key <c>NAME_weight</c>; null, the default, for a term that the kind of model weighs.
    /// </summary>
    public string? WeightHelp { get; init; }

    /// <summary>The help of the key <c>NAME_warmup_steps</c>; null, the default, for a term that has none.</summary>
    public string? WarmupHelp { get; init; }

    /// <summary>The meaning, the unit and the note.</summary>
    public string Sentence => $"{Meaning}, {Unit}{Note}";

    /// <summary>The key of the weight in a configuration.</summary>
    public string WeightKey => $"{Name}_weight";

    /// <summary>The key of the steps over which the weight rises from 0.</summary>
    public string WarmupKey => $"{Name}_warmup_steps";
}
