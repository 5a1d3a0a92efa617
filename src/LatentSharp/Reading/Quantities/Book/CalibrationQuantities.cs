using LatentSharp.Evidence;
using LatentSharp.Words;
using Unit = LatentSharp.Reading.Quantities.Book.Quantity.Units;

namespace LatentSharp.Reading.Quantities.Book;

/// <summary>How the router stands to what q finds.</summary>
internal static class CalibrationQuantities
{
    public static Quantity RouterCalibration { get; } = Quantity.Of(
        "router_calibration", "recalibration gain", Unit.Nats,
        "nats that K_prior would fall by if constants shifted and scaled the router: 0 = calibrated",
        EvidenceNeeds.Prior,
        quantities => quantities.RouterCalibration,
        new QuantityForm<RouterCalibration>(
            [
                new(calibration => calibration.RecalibrationGain),
                new("coverage_50", calibration => calibration.Coverage50),
                new("coverage_90", calibration => calibration.Coverage90),
                new("shape", calibration => calibration.Shape.Max()),
            ],
            (lines, calibration) =>
            {
                lines.Value(calibration.RecalibrationGain);
                lines.Part(
                    "coverage",
                    Figures.Of(calibration.Coverage90),
                    $"of q inside the router's central 90%; {Figures.Of(calibration.Coverage50)} inside its half");
                lines.Part(
                    "shape",
                    Figures.Of(calibration.Shape.Max()),
                    "distance from a Gaussian of the right place and width, the largest dimension's; "
                        + $"{Figures.Of(calibration.ShapeByChance)} could be chance");
            },
            (fields, calibration) =>
            {
                fields.Estimate(calibration.RecalibrationGain);
                fields.Reals("shift", calibration.Shift.AsSpan());
                fields.Reals("scale", calibration.Scale.AsSpan());
                fields.Object("coverage_50", calibration.Coverage50, FieldWriting.Estimate);
                fields.Object("coverage_90", calibration.Coverage90, FieldWriting.Estimate);
                fields.Reals("shape", calibration.Shape.AsSpan());
                fields.Real("shape_by_chance", calibration.ShapeByChance);
                fields.Whole("examples", calibration.Examples);
            })).OnlyOf(EvidenceFamily.Gaussian);

    public static Quantity RouterDetermination { get; } = Quantity.Of(
        "router_determination", "router determination", Unit.Share,
        "share of the spread of q's means that the router's means place, over active dimensions",
        EvidenceNeeds.Prior,
        quantities => quantities.RouterDetermination,
        new QuantityForm<RouterDetermination>(
            [new(determination => determination.Mean)],
            (lines, determination) => lines.Value(determination.Mean),
            (fields, determination) =>
            {
                fields.Estimate(determination.Mean);
                fields.Reals("per_dimension", determination.PerDimension.AsSpan());
                fields.Whole("examples", determination.Examples);
            })).OnlyOf(EvidenceFamily.Gaussian);

    public static Quantity ConditionProbe { get; } = Quantity.Of(
        "condition_probe", "condition probe", Unit.Share,
        "share of it that a linear regression on x places: what x tells at least",
        EvidenceNeeds.All([EvidenceRole.Condition, .. EvidenceFamily.Gaussian.Prior]),
        quantities => quantities.ConditionProbe,
        new QuantityForm<ConditionProbe>(
            [new(probe => probe.Mean)],
            (lines, probe) => lines.Value(probe.Mean),
            (fields, probe) =>
            {
                fields.Estimate(probe.Mean);
                fields.Whole("examples", probe.Examples);
                fields.Whole("folds", probe.Folds);
            })).OnlyOf(EvidenceFamily.Gaussian);
}
