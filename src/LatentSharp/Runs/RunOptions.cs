using LatentSharp.Models;
using LatentSharp.Training;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LatentSharp.Runs;

/// <summary>A training about to take its first step, for those who follow it.</summary>
/// <param name="Setup">The configuration and the data.</param>
/// <param name="Model">The model that is trained. Followers read it and change nothing.</param>
/// <param name="TotalSteps">The steps of the whole run without early stopping.</param>
/// <param name="Step">The steps taken before a resumed run goes on; 0 for a new one.</param>
public sealed record TrainingStart(RunSetup Setup, IConditionalModel Model, long TotalSteps, long Step);

/// <summary>Where and how a configuration is trained.</summary>
/// <param name="Path">The run directory.</param>
public sealed record RunOptions(string Path)
{
    /// <summary>
    /// Whether the run of the directory goes on from its last checkpoint; where there is no run yet, one is begun.
    /// Default false: the directory must not exist, or be empty.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Whether a resumed run may have another configuration or other data than it began with. Default false.
    /// </summary>
    public bool AllowChanges { get; init; }

    /// <summary>
    /// Those who follow the training beside the run directory, each made when it starts. Default none.
    /// </summary>
    public IReadOnlyList<Func<TrainingStart, IProgress<ITrainingRecord>>> Followers { get; init; } = [];

    /// <summary>
    /// Hears what deserves saying of the data, and of starts, checkpoints, damaged files, rollbacks and ends. Default
    /// none.
    /// </summary>
    public ILogger<TrainingRun> Logger { get; init; } = NullLogger<TrainingRun>.Instance;
}
