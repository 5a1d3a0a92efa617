using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// The router is calibrated in shift and scale, and yet what q finds is not distributed as it says: q(z|x) has several
/// modes or tails.
/// </summary>
internal sealed class LS2005RouterShape : IRule
{
    /// <inheritdoc/>
    public string Id => "LS2005";

    /// <inheritdoc/>
    public string Name => "Router shape";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.RouterCalibration.Value is not { } calibration
            || reading.Quantities.PriorKl.Value is not { } kl
            || LS2002RouterMiscalibrated.Holds(calibration, kl, thresholds))
            return null;
        double line = Math.Max(thresholds.RouterShape, calibration.ShapeByChance);
        int[] dimensions =
        [
            .. Enumerable.Range(0, calibration.Shape.Length)
                .Where(d => calibration.Shape[d] > line)
                .OrderByDescending(d => calibration.Shape[d]),
        ];
        if (dimensions.Length == 0)
            return null;
        return new Finding(
            Id, Level,
            $"q(z|x) is not Gaussian in {Figures.Dimensions(dimensions)}: the router is right in place and width, "
                + "not in shape.",
            [Cited.Shape(calibration), Cited.RecalibrationGain(calibration)],
            "It does not say that the router is badly trained: a Gaussian cannot be two modes.",
            "A richer router would gain: a mixture, or a categorical latent for the modes.");
    }
}
