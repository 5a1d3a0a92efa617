using System.Diagnostics;
using System.Diagnostics.Metrics;
using LatentSharp.Objectives;

namespace LatentSharp.Training;

/// <summary>
/// The progress of every training in the process as metrics of the meter <see cref="Name"/>, for whoever listens, such
/// as OpenTelemetry. Where nobody does, a record costs a few tests of a flag.
/// </summary>
internal sealed class TrainingMeter : IProgress<ITrainingRecord>
{
    /// <summary>The meter's name.</summary>
    public const string Name = "LatentSharp.Training";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Steps = Meter.CreateCounter<long>(
        "latentsharp.training.steps",
        "{step}",
        "Steps taken.");
    private static readonly Counter<long> Examples = Meter.CreateCounter<long>(
        "latentsharp.training.examples",
        "{example}",
        "Examples trained on.");
    private static readonly Counter<long> Rollbacks = Meter.CreateCounter<long>(
        "latentsharp.training.rollbacks",
        "{rollback}",
        "Returns to a checkpoint after a number that was not finite.");
    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>(
        "latentsharp.training.step.duration",
        "s",
        "Time from one step to the next.");
    private static readonly Gauge<double> Objective = Meter.CreateGauge<double>(
        "latentsharp.training.objective",
        description: "J; tag split: train or validation.");
    private static readonly Gauge<double> Term = Meter.CreateGauge<double>(
        "latentsharp.training.term",
        description: "A term's mean, unweighted; tags term, role (active or diagnostic_only) and split.");
    private static readonly Gauge<double> GradientNorm = Meter.CreateGauge<double>(
        "latentsharp.training.gradient_norm",
        description: "The global norm of the gradient before clipping.");
    private static readonly Gauge<double> LearningRate = Meter.CreateGauge<double>(
        "latentsharp.training.learning_rate",
        description: "The step size of Adam.");

    private long last = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public void Report(ITrainingRecord value)
    {
        switch (value)
        {
            case StepRecord step:
                Steps.Add(1);
                Examples.Add(step.Examples);
                GradientNorm.Record(step.GradientNorm);
                LearningRate.Record(step.LearningRate);
                Record(step.Objective, "train");
                if (StepDuration.Enabled)
                {
                    long now = Stopwatch.GetTimestamp();
                    StepDuration.Record(Stopwatch.GetElapsedTime(last, now).TotalSeconds);
                    last = now;
                }

                break;
            case EpochRecord epoch:
                Record(epoch.Validation.Objective, "validation");
                break;
            case RollbackRecord:
                Rollbacks.Add(1);
                break;
        }
    }

    private static void Record(ObjectiveBreakdown objective, string split)
    {
        if (Objective.Enabled)
            Objective.Record(objective.Total, new KeyValuePair<string, object?>("split", split));
        if (!Term.Enabled)
            return;
        foreach (TermValue term in objective.Terms)
            Term.Record(
                term.Raw,
                new("term", term.Name),
                new("role", TermRoles.NameOf(term.Role)),
                new("split", split));
    }
}
