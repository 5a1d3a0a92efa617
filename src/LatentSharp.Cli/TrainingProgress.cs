using System.Diagnostics;
using System.Globalization;
using LatentSharp.Objectives;
using LatentSharp.Training;

namespace LatentSharp.Cli;

/// <summary>
/// Shows a training on standard error: one line that is rewritten on a terminal, otherwise a plain line per interval.
/// </summary>
internal sealed class TrainingProgress : ITrainingObserver, IDisposable
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(100), PlainInterval = TimeSpan.FromSeconds(5);

    private readonly bool live = !Console.IsErrorRedirected && Terminal.TakesControlCodes();
    private readonly Stopwatch clock = new();
    private TimeSpan next = TimeSpan.Zero;
    private long totalSteps, examples;
    private EpochRecord? best;
    private bool shown;

    /// <summary>Starts the clock of a training.</summary>
    public ITrainingObserver Start(long steps)
    {
        totalSteps = steps;
        clock.Restart();
        return this;
    }

    public void StepTaken(StepRecord record)
    {
        examples += record.Examples;
        if (clock.Elapsed < next && record.Step + 1 < totalSteps)
            return;
        next = clock.Elapsed + (live ? LiveInterval : PlainInterval);
        string line = Describe(record);
        if (live)
            Console.Error.Write($"\r{Fit(line)}\u001b[K");
        else
            Console.Error.WriteLine(line);
        shown = true;
    }

    public void EpochEnded(EpochRecord record)
    {
        if (record.IsBest)
            best = record;
    }

    /// <summary>Leaves the line, so that what follows stands on its own.</summary>
    public void Dispose()
    {
        if (live && shown)
            Console.Error.WriteLine();
        shown = false;
    }

    private string Describe(StepRecord record)
    {
        double share = (record.Step + 1) / (double)totalSteps;
        double perSecond = examples / Math.Max(clock.Elapsed.TotalSeconds, 1e-3);
        TimeSpan left = TimeSpan.FromSeconds(clock.Elapsed.TotalSeconds * (1 / share - 1));
        string terms = string.Join("  ", record.Objective.Terms.Select(Describe));
        string validation = best is null ? "" : FormattableString.Invariant($"  best validation {best.Validation.Objective.Total:F3}");
        return FormattableString.Invariant(
            $"epoch {record.Epoch + 1}  step {record.Step + 1}/{totalSteps} {share,4:P0}  {terms}{validation}  {perSecond:N0} examples/s  {Clock(left)} left");
    }

    private static string Describe(TermValue term) => term.Name switch
    {
        Reconstruction.TermName => FormattableString.Invariant($"R {term.Raw:F3}"),
        PriorKl.TermName => FormattableString.Invariant($"K_prior {term.Raw:F3} (beta {term.Weight:0.###})"),
        PosteriorVariance.TermName => FormattableString.Invariant(
            $"V_post {term.Raw:F3} ({(term.Role == TermRole.Active ? FormattableString.Invariant($"active, weight {term.Weight:0.###}") : "diagnostic only")})"),
        _ => FormattableString.Invariant($"{term.Name} {term.Raw:F3}"),
    };

    private static string Clock(TimeSpan time) =>
        time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    private static string Fit(string line)
    {
        int width = Console.WindowWidth;
        return width > 1 && line.Length >= width ? line[..(width - 1)] : line;
    }
}
