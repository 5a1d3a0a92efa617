using LatentSharp.Reading.Quantities;
using MathNet.Numerics.Distributions;

namespace LatentSharp.Reading.Findings;

/// <summary>
/// When a probe beats its control: by two standard errors, which are widened for what cross-validation and several
/// probes add to chance, so that among all probes of a meaningless latent one beats its control in at most 1% of
/// readings.
/// </summary>
/// <remarks>
/// The fits of K folds share examples, so scores vary more than their standard errors say: their variance is multiplied
/// by 1 + K / (K - 1) (Nadeau and Bengio 2003, "Inference for the generalization error", section 3, equation 9). And of
/// P probes each may be wrong in 1% / P of readings, for which two standard errors are too few.
/// </remarks>
internal static class ProbeMargin
{
    private const double FalseAlarms = 0.01;

    /// <summary>The probes of a reading that beat their controls.</summary>
    public static IEnumerable<Probe> Carried(SemanticProbe semantic, Thresholds thresholds) =>
        semantic.Probes.Where(probe => probe.BeatsControl(semantic, thresholds));

    /// <summary>Whether one of a reading's probes beats its control.</summary>
    public static bool BeatsControl(this Probe probe, SemanticProbe semantic, Thresholds thresholds) =>
        Beats(probe.FromPosteriorMean, probe, semantic, thresholds);

    /// <summary>Whether it does so from draws as well.</summary>
    public static bool DrawsBeatControl(this Probe probe, SemanticProbe semantic, Thresholds thresholds) =>
        Beats(probe.FromDraw, probe, semantic, thresholds);

    private static bool Beats(Estimate score, Probe probe, SemanticProbe semantic, Thresholds thresholds)
    {
        double errors = Math.Max(
            thresholds.StandardErrors,
            Normal.InvCDF(0, 1, 1 - FalseAlarms / semantic.Probes.Count));
        double sharedExamples = Math.Sqrt(1 + probe.Folds / (probe.Folds - 1.0));
        Estimate advantage = score.Less(probe.Control);
        return advantage.Value > errors * sharedExamples * advantage.StandardError;
    }
}
