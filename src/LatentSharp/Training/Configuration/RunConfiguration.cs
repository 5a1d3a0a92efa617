using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;

namespace LatentSharp.Training.Configuration;

/// <summary>
/// Everything that a run is made from, as it is spelled in a configuration file. <see cref="ConfigurationKeys"/> lists
/// the keys with their meaning.
/// </summary>
public sealed record RunConfiguration
{
    /// <summary>The name of built-in data, <c>digits</c> or <c>mnist</c>, or the path of a CSV or IDX file.</summary>
    public string Data { get; init; } = "";

    /// <summary>The path of an IDX label file; null without labels.</summary>
    public string? Labels { get; init; }

    /// <summary>Columns of a CSV file, or one image part such as <c>upper_half</c>, <c>label</c> or <c>none</c>.</summary>
    public IReadOnlyList<string> Condition { get; init; } = [];

    /// <summary>Target columns of a CSV file.</summary>
    public IReadOnlyList<string> Target { get; init; } = [];

    /// <summary>The label column of a CSV file; null without labels.</summary>
    public string? Label { get; init; }

    /// <summary>How grey values become 0 or 1: <c>threshold</c>, <c>static</c>, <c>dynamic</c> or <c>none</c>.</summary>
    public string Binarize { get; init; } = "threshold";

    /// <summary>The share of examples held out to choose the best weights by; of the training set where the data has a test set of its own.</summary>
    public double ValidationFraction { get; init; } = 0.15;

    /// <summary>The share of examples held out to the end; unused where the data has a test set of its own.</summary>
    public double TestFraction { get; init; } = 0.15;

    /// <summary>The model's shape; its data dimensions are filled in from the data.</summary>
    public CvaeOptions Model { get; init; } = new() { ConditionDimensions = 1, TargetDimensions = 1 };

    /// <summary>Whether <c>likelihood</c> was given; where it was not, it follows from the data.</summary>
    public bool LikelihoodGiven { get; init; }

    /// <summary>How the model is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>beta, the weight of the prior KL.</summary>
    public double PriorKlWeight { get; init; } = 1;

    /// <summary>Steps over which beta rises from 0.</summary>
    public int PriorKlWarmupSteps { get; init; }

    /// <summary>The weight of the posterior variance; 0 makes it diagnostic only.</summary>
    public double PosteriorVarianceWeight { get; init; }

    /// <summary>Every how many steps a line goes to the log.</summary>
    public int LogEverySteps { get; init; } = 10;

    /// <summary>Every how many checkpoints one is kept for good; null keeps the last two and the best weights only.</summary>
    public int? CheckpointKeepEvery { get; init; }

    /// <summary>Whether the run directory has a log for TensorBoard.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>The objective that the weights describe.</summary>
    public Objective Objective => Objective.EvidenceLowerBound(
        PriorKlWarmupSteps == 0 ? new ConstantSchedule(PriorKlWeight) : new LinearWarmupSchedule(PriorKlWeight, PriorKlWarmupSteps),
        new ConstantSchedule(PosteriorVarianceWeight));
}
