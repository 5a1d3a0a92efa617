using LatentSharp.Evidence;

namespace LatentSharp.Reading.Quantities;

/// <summary>What the quantities of a categorical latent need, its logits above all.</summary>
internal static class CategoricalNeeds
{
    /// <summary>q.</summary>
    public static EvidenceNeeds Logits { get; } = EvidenceNeeds.All(EvidenceRole.PosteriorLogits);

    /// <summary>q and p.</summary>
    public static EvidenceNeeds BothLogits { get; } =
        EvidenceNeeds.All(EvidenceRole.PosteriorLogits, EvidenceRole.PriorLogits);

    /// <summary>q and labels.</summary>
    public static EvidenceNeeds Labels { get; } =
        EvidenceNeeds.All(EvidenceRole.PosteriorLogits, EvidenceRole.Labels);

    /// <summary>Those, and which examples share an x.</summary>
    public static EvidenceNeeds LabelsWithin { get; } = EvidenceNeeds.AnyOf(
        EvidenceNeeds.All(EvidenceRole.PosteriorLogits, EvidenceRole.Labels, EvidenceRole.ConditionId),
        EvidenceNeeds.All(EvidenceRole.PosteriorLogits, EvidenceRole.Labels, EvidenceRole.Groups));
}
