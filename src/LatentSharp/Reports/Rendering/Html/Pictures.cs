using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Charts;
using LatentSharp.Reports.Rendering.Markup;

namespace LatentSharp.Reports.Rendering.Html;

/// <summary>One picture of a page.</summary>
/// <param name="Kind">Which it is.</param>
/// <param name="Write">Writes its figure.</param>
internal sealed record Picture(PictureKind Kind, Action<MarkupWriter> Write);

/// <summary>The pictures, in the order of the page.</summary>
internal enum PictureKind
{
    Variance,
    Kl,
    Calibration,
    Deviations,
    Usage,
    Alignment,
    Reliability,
    NllGaps,
    Learning,
    Training,
    Map,
    Samples,
    Generated,
}

/// <summary>The pictures that what was measured allows, and which of them answers the verdict.</summary>
internal static class Pictures
{
    // By the first figures of a finding's id, exceptions first: the picture that shows what it says.
    private static readonly (string Ids, PictureKind Kind)[] Shown =
    [
        ("LS0001", PictureKind.Kl),
        ("LS0002", PictureKind.NllGaps),
        ("LS0", PictureKind.Deviations),
        ("LS2001", PictureKind.Variance),
        ("LS2003", PictureKind.Kl),
        ("LS2004", PictureKind.Map),
        ("LS4001", PictureKind.NllGaps),
        ("LS9003", PictureKind.Training),
        ("LS1", PictureKind.Variance),
        ("LS2", PictureKind.Calibration),
        ("LS3", PictureKind.NllGaps),
        ("LS4", PictureKind.Map),
        ("LS5", PictureKind.Calibration),
        ("LS6001", PictureKind.Usage),
        ("LS6002", PictureKind.Usage),
        ("LS6", PictureKind.Alignment),
        ("LS9", PictureKind.Learning),
    ];

    /// <summary>The pictures that can be drawn.</summary>
    public static IReadOnlyList<Picture> Of(ReportInput input)
    {
        LatentReading reading = input.Diagnosis.Reading;
        LatentQuantities quantities = reading.Quantities;
        VarianceSummary? prior = quantities.PriorVariance.Value;
        var pictures = new List<Picture>();
        if (quantities is { PosteriorVariance.Value: { } own, NoiseShare.Value: { } noise })
            Add(PictureKind.Variance, page => VarianceByDimension.Write(page, own, noise, prior));
        if (quantities.PriorKl.Value is { Parts: { } parts } kl)
            Add(PictureKind.Kl, page => KlByDimension.Write(page, kl, parts));
        if (quantities.RouterCalibration.Value is { Distribution.IsEmpty: false } calibration)
            Add(PictureKind.Calibration, page => CalibrationChart.Write(page, calibration, reading.PriorIsStandard));
        if (quantities.PosteriorVariance.Value is { } variance)
            Add(PictureKind.Deviations, page => DeviationHistogram.Write(page, variance, prior));
        if (quantities.Usage.Value is { } usage)
            Add(PictureKind.Usage, page => UsageChart.Write(page, usage));
        if (quantities.Alignment.Value is { } alignment)
            Add(PictureKind.Alignment, page => AlignmentTable.Write(page, alignment, reading.Dimensions));
        if (quantities.RouterSkill.Value is { } skill)
            Add(PictureKind.Reliability, page => ReliabilityChart.Write(page, skill));
        if (NllGapChart.IsMeasured(quantities))
            Add(PictureKind.NllGaps, page => NllGapChart.Write(page, quantities));
        if (reading.History is { Points.Count: > 1 } history)
        {
            Add(PictureKind.Learning, page => LearningChart.Write(page, history));
            Add(PictureKind.Training, page => TrainingChart.Write(page, history));
        }

        if (input.Map is { } map)
            Add(PictureKind.Map, page => LatentMapChart.Write(page, map));
        if (input.Samples is { Examples.Count: > 0 } samples)
            Add(PictureKind.Samples, page => DecoderSampleTable.Write(page, samples));
        if (input.Generated.Count > 0)
            Add(PictureKind.Generated, page => GeneratedColumnsChart.Write(page, input.Generated));
        return pictures;

        void Add(PictureKind kind, Action<MarkupWriter> write) => pictures.Add(new Picture(kind, write));
    }

    /// <summary>
    /// The picture that shows what the first finding says; otherwise the first; null where there is none.
    /// </summary>
    public static Picture? Leading(IReadOnlyList<Picture> pictures, Diagnosis diagnosis)
    {
        Finding? first = diagnosis.Findings.Count > 0 ? diagnosis.Findings[0] : null;
        PictureKind? wanted = Shown
            .Where(row => first?.Id.StartsWith(row.Ids, StringComparison.Ordinal) == true)
            .Select(row => (PictureKind?)row.Kind)
            .FirstOrDefault();
        return pictures.FirstOrDefault(picture => picture.Kind == wanted)
            ?? (pictures.Count > 0 ? pictures[0] : null);
    }
}
