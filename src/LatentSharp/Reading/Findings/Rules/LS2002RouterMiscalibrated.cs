using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// Shifting and scaling the router's output by constants would lower K_prior by more than half a nat and a tenth of it,
/// by constants that other examples gave: the router is wrong about where q lies, beyond what y decides.
/// </summary>
internal sealed class LS2002RouterMiscalibrated : IRule
{
    /// <inheritdoc/>
    public string Id => "LS2002";

    /// <inheritdoc/>
    public string Name => "Router miscalibrated";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.RouterCalibration.Value is not { } calibration
            || reading.Quantities.PriorKl.Value is not { } kl
            || !Holds(calibration, kl, thresholds))
            return null;
        double gain = calibration.RecalibrationGain.Value;
        (string fault, int[] dimensions) = Fault(calibration);
        bool isStandard = reading.PriorIsStandard == true;
        string subject = isStandard ? "The fixed prior" : "The router";
        return new Finding(
            Id, Level,
            $"{subject} is {fault}: constants alone would take {Figures.Of(calibration.RecalibrationGain)} nats off "
                + $"K_prior, to {Figures.Of(kl.Total.Value - gain)}.",
            [
                Cited.RecalibrationGain(calibration), Cited.Coverage(calibration), Cited.PriorKl(reading, kl),
                new EvidenceItem(
                    "router_calibration.dimensions", dimensions.Length, null,
                    $"most in {Figures.Dimensions(dimensions)}"),
            ],
            "It does not say that the latent is wrong, nor how much more of K_prior is the router's own error: "
                + "this is its least.",
            isStandard
                ? "The prior cannot move: raise prior_kl_weight, or take the penalty off that keeps q from the "
                    + "prior's scale."
                : fault == OverConfident
                    ? "Stop earlier, or give the router less capacity or weight decay: on held-out data it is too "
                        + "sure of itself."
                    : "Train the router longer, or on the weights that q has now; check that prior_mean and "
                        + "prior_logvar are of the same model and rows as the posterior.");
    }

    internal const string OverConfident = "over-confident: too narrow for what q finds";

    internal static bool Holds(RouterCalibration calibration, PriorKl kl, Thresholds thresholds) =>
        Holds(calibration.RecalibrationGain, kl.Total, thresholds);

    internal static bool Holds(Estimate gain, Estimate kl, Thresholds thresholds) =>
        gain.ClearlyAbove(thresholds.RecalibrationGain, thresholds)
        && gain.ClearlyAbove(thresholds.RecalibrationShare * kl.Value, thresholds);

    internal static bool IsOverConfident(RouterCalibration calibration) => Fault(calibration).Fault == OverConfident;

    // Which constant takes most off, and where: 1/2 b^2 of shift; 1/2 (r - 1 - ln r) of scale, above or below 1.
    private static (string Fault, int[] Dimensions) Fault(RouterCalibration calibration)
    {
        double shifted = 0, narrow = 0, broad = 0;
        var gains = new double[calibration.Shift.Length];
        for (int d = 0; d < gains.Length; d++)
        {
            double b = calibration.Shift[d], r = calibration.Scale[d],
                scale = 0.5 * (r - 1 - Math.Log(r)), shift = 0.5 * b * b;
            gains[d] = scale + shift;
            shifted += shift;
            (narrow, broad) = r > 1 ? (narrow + scale, broad) : (narrow, broad + scale);
        }

        int[] order = [.. Enumerable.Range(0, gains.Length).OrderByDescending(d => gains[d])];
        double all = gains.Sum(), carried = 0;
        int[] most = [.. order.TakeWhile(d => (carried += gains[d]) - gains[d] < 0.8 * all)];
        return (
            narrow >= broad && narrow >= shifted ? OverConfident
            : broad >= shifted ? "under-confident: too broad for what q finds"
            : "shifted: beside what q finds",
            most);
    }
}
