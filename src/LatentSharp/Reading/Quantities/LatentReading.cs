using LatentSharp.Evidence;

namespace LatentSharp.Reading.Quantities;

/// <summary>What V_post is in the objective that the model was trained with.</summary>
public enum VarianceRole
{
    /// <summary>The weight is not known; nothing is concluded about why V_post is what it is.</summary>
    Unknown,

    /// <summary>Weight 0: computed and logged, gives no gradient.</summary>
    DiagnosticOnly,

    /// <summary>A positive weight: part of the gradient.</summary>
    Active,
}

/// <summary>The posterior variance's place in the objective.</summary>
/// <param name="Role">Whether it is active.</param>
/// <param name="Weight">Its weight; null when unknown.</param>
/// <param name="Contribution">weight * V_post, nats; null when the weight is unknown.</param>
/// <param name="ShareOfObjective">
/// The contribution's share of the objective; null unless the training log gives the other terms.
/// </param>
public sealed record ObjectiveRole(VarianceRole Role, double? Weight, double? Contribution, double? ShareOfObjective);

/// <summary>The calibration of a router over examples that it was trained on.</summary>
/// <param name="RecalibrationGain">What K_prior would fall by there, nats.</param>
/// <param name="PriorKl">K_prior there, nats.</param>
public sealed record TrainingCalibration(Estimate RecalibrationGain, Estimate PriorKl);

/// <summary>Evidence measured: the quantities, and what findings need beside them.</summary>
/// <param name="Name">What reports call the evidence.</param>
/// <param name="Examples">N</param>
/// <param name="Dimensions">D; of a categorical latent M, its variables.</param>
/// <param name="PosteriorVarianceRole">The term's role.</param>
/// <param name="PriorIsStandard">Whether the prior is a fixed N(0, I); null when unknown.</param>
/// <param name="Quantities">What was measured.</param>
/// <param name="History">The training log, where there is one.</param>
public sealed record LatentReading(
    string Name,
    long Examples,
    int Dimensions,
    ObjectiveRole PosteriorVarianceRole,
    bool? PriorIsStandard,
    LatentQuantities Quantities,
    TrainingHistory? History)
{
    /// <summary>The family of the latent.</summary>
    public EvidenceFamily Family { get; init; } = EvidenceFamily.Gaussian;

    /// <summary>K, the values of each variable of a categorical latent; null of any other.</summary>
    public int? Values { get; init; }

    /// <summary>The final weight of K_prior, relative to that of the reconstruction; null when unknown.</summary>
    public double? PriorKlWeight { get; init; }

    /// <summary>Whether the prior's means are the same for all examples, so that it routes nothing; null when
    /// unknown.</summary>
    public bool? PriorIsShared { get; init; }

    /// <summary>How the router is calibrated over training examples; null where they are not at hand.</summary>
    public TrainingCalibration? OnTraining { get; init; }

    /// <summary>The arrays held against themselves.</summary>
    public EvidenceChecks Checks { get; init; } = EvidenceChecks.None;
}
