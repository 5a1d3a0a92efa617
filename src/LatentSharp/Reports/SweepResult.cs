using LatentSharp.Reading;
using LatentSharp.Reading.Quantities;
using LatentSharp.Runs.Configuration;
using LatentSharp.Training;

namespace LatentSharp.Reports;

/// <summary>A run that a sweep is to train.</summary>
/// <param name="Name">Its directory within that of the sweep, such as <c>posterior_variance_weight=0.1</c>.</param>
/// <param name="Configuration">Its configuration.</param>
public sealed record SweepVariant(string Name, RunConfiguration Configuration);

/// <summary>A run of a sweep that has ended.</summary>
/// <param name="Name">Its directory within that of the sweep.</param>
/// <param name="Reading">Its reading; null where it failed, or was stopped.</param>
/// <param name="Failure">The number that it failed by; null where it did not fail.</param>
public sealed record SweepRun(string Name, LatentReading? Reading, NonFiniteException? Failure);

/// <summary>A sweep that has ended.</summary>
/// <param name="Runs">Its runs, in the order of the variants.</param>
/// <param name="Reading">What the penalty bought; null where fewer than two runs were read.</param>
public sealed record SweepResult(IReadOnlyList<SweepRun> Runs, SweepReading? Reading);
