using System.Globalization;
using LatentSharp.Objectives;
using LatentSharp.Runs;
using LatentSharp.Training;

namespace LatentSharp.Cli;

/// <summary>Shows a training on standard error.</summary>
internal sealed class TrainingProgress : IProgress<ITrainingRecord>, IDisposable
{
    private readonly ProgressLine line = new(TimeSpan.FromMilliseconds(100));
    private long totalSteps, firstStep, examples;
    private EpochRecord? best;

    /// <summary>Starts the clock of a training.</summary>
    public IProgress<ITrainingRecord> Start(TrainingStart start)
    {
        (totalSteps, firstStep) = (start.TotalSteps, start.Step);
        line.Restart();
        return this;
    }

    public void Report(ITrainingRecord value)
    {
        if (value is StepRecord step)
        {
            examples += step.Examples;
            if (line.IsDue || step.Step + 1 == totalSteps)
                line.Show(Describe(step));
        }
        else if (value is EpochRecord { IsBest: true } epoch)
        {
            best = epoch;
        }
    }

    /// <summary>Leaves the line, for a message that is to stand on its own.</summary>
    public void Interrupt() => line.Dispose();

    /// <summary>Leaves the line, so that what follows stands on its own.</summary>
    public void Dispose() => line.Dispose();

    private string Describe(StepRecord record)
    {
        double share = (record.Step + 1) / (double)totalSteps;
        TimeSpan left = line.Elapsed * ((totalSteps - record.Step - 1) / (double)(record.Step + 1 - firstStep));
        string terms = string.Join("  ", record.Objective.Terms.Where(IsShown).Select(Describe));
        string validation = best is null
            ? ""
            : FormattableString.Invariant($"  best validation {best.Validation.Objective.Total:F3}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {record.Epoch + 1}  step {record.Step + 1}/{totalSteps} {share,4:P0}  {terms}{validation}  "
                + $"{line.PerSecond(examples):N0} examples/s  {ProgressLine.Clock(left)} left");
    }

    // A line has room for what is minimised, and for the three that every run has.
    private static bool IsShown(TermValue term) =>
        term.Role == TermRole.Active
        || term.Name is Reconstruction.TermName or PriorKl.TermName or PosteriorVariance.TermName;

    private static string Describe(TermValue term) =>
        term.Name switch
        {
            Reconstruction.TermName => FormattableString.Invariant($"R {term.Raw:F3}"),
            PriorKl.TermName => FormattableString.Invariant($"K_prior {term.Raw:F3} (beta {term.Weight:0.###})"),
            PosteriorVariance.TermName => FormattableString.Invariant($"V_post {term.Raw:F3} ({DescribeRole(term)})"),
            _ => FormattableString.Invariant($"{term.Name} {term.Raw:F3}"),
        };

    private static string DescribeRole(TermValue term) =>
        term.Role == TermRole.Active
            ? FormattableString.Invariant($"active, weight {term.Weight:0.###}")
            : "diagnostic only";
}
