using LatentSharp.Reading;
using LatentSharp.Reading.Probes;

namespace LatentSharp.Reports.Documents;

/// <summary>What a page shows. The training log, where there is one, is the reading's.</summary>
/// <param name="Diagnosis">The reading and its conclusions.</param>
/// <param name="Map">The means in one plane; null where nobody made it.</param>
/// <param name="Samples">Images of the decoder; null for data that are none.</param>
public sealed record ReportInput(Diagnosis Diagnosis, LatentMap? Map, DecoderSamples? Samples)
{
    /// <summary>Target columns beside generated ones; none for images and for arrays.</summary>
    public IReadOnlyList<GeneratedColumn> Generated { get; init; } = [];

    /// <summary>From what the run was made; null for arrays.</summary>
    public ReportOrigin? Origin { get; init; }
}
