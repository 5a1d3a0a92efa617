using LatentSharp.Training;
using Microsoft.Extensions.Logging;

namespace LatentSharp.Runs;

/// <summary>What a run tells its logger.</summary>
internal static partial class RunLog
{
    [LoggerMessage(1, LogLevel.Information, "{Path}: training starts, {TotalSteps} steps")]
    public static partial void Started(this ILogger logger, string path, long totalSteps);

    [LoggerMessage(2, LogLevel.Information, "{Path}: training goes on from step {Step} of {TotalSteps}")]
    public static partial void Resumed(this ILogger logger, string path, long step, long totalSteps);

    [LoggerMessage(3, LogLevel.Debug, "{Path}: checkpoint at step {Step}")]
    public static partial void Saved(this ILogger logger, string path, long step);

    [LoggerMessage(4, LogLevel.Warning, "{Problem}; the checkpoint before it is taken")]
    public static partial void Damaged(this ILogger logger, string problem);

    [LoggerMessage(
        5,
        LogLevel.Warning,
        "step {Step}: {Problem}; back to step {ToStep}, with the learning rate times {Scale}")]
    public static partial void RolledBack(this ILogger logger, long step, string problem, long toStep, double scale);

    [LoggerMessage(6, LogLevel.Warning, "{Path}: from step {Step} on, {Key} is {To}; it was {From}")]
    public static partial void Changed(this ILogger logger, string path, long step, string key, string to, string from);

    [LoggerMessage(7, LogLevel.Information, "{Path}: training ended after step {Step}: {Outcome}")]
    public static partial void Ended(this ILogger logger, string path, long step, TrainingOutcome outcome);

    [LoggerMessage(8, LogLevel.Error, "{Path}: {Problem}")]
    public static partial void Failed(this ILogger logger, string path, string problem);

    [LoggerMessage(9, LogLevel.Warning, "{Remark}")]
    public static partial void Remarked(this ILogger logger, string remark);
}
