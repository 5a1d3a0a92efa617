namespace LatentSharp.Reading.Findings;

/// <summary>A line that findings draw, by its name in files.</summary>
/// <param name="Name">Its name, as <c>large_variance</c>.</param>
/// <param name="Value">Where it is drawn.</param>
/// <param name="With">The thresholds with this line drawn elsewhere.</param>
internal sealed record ThresholdKey(
    string Name, Func<Thresholds, double> Value, Func<Thresholds, double, Thresholds> With)
{
    /// <summary>Every line of <see cref="Thresholds"/>, in its order.</summary>
    public static IReadOnlyList<ThresholdKey> All { get; } =
    [
        new("large_variance", t => t.LargeVariance, (t, value) => t with { LargeVariance = value }),
        new("small_variance", t => t.SmallVariance, (t, value) => t with { SmallVariance = value }),
        new("noise_share", t => t.NoiseShare, (t, value) => t with { NoiseShare = value }),
        new("few_dimensions", t => t.FewDimensions, (t, value) => t with { FewDimensions = value }),
        new("equal_breadth", t => t.EqualBreadth, (t, value) => t with { EqualBreadth = value }),
        new(
            "variance_part_per_dimension",
            t => t.VariancePartPerDimension,
            (t, value) => t with { VariancePartPerDimension = value }),
        new("recalibration_gain", t => t.RecalibrationGain, (t, value) => t with { RecalibrationGain = value }),
        new("recalibration_share", t => t.RecalibrationShare, (t, value) => t with { RecalibrationShare = value }),
        new("router_shape", t => t.RouterShape, (t, value) => t with { RouterShape = value }),
        new("aggregate_gap", t => t.AggregateGap, (t, value) => t with { AggregateGap = value }),
        new("cost_excess", t => t.CostExcess, (t, value) => t with { CostExcess = value }),
        new("cost_excess_share", t => t.CostExcessShare, (t, value) => t with { CostExcessShare = value }),
        new("used_from", t => t.UsedFrom, (t, value) => t with { UsedFrom = value }),
        new("router_miss", t => t.RouterMiss, (t, value) => t with { RouterMiss = value }),
        new("unused_share", t => t.UnusedShare, (t, value) => t with { UnusedShare = value }),
        new("undecided", t => t.Undecided, (t, value) => t with { Undecided = value }),
        new("local_information", t => t.LocalInformation, (t, value) => t with { LocalInformation = value }),
        new("global_share", t => t.GlobalShare, (t, value) => t with { GlobalShare = value }),
        new("contradiction_errors", t => t.ContradictionErrors, (t, value) => t with { ContradictionErrors = value }),
        new("disagreement_share", t => t.DisagreementShare, (t, value) => t with { DisagreementShare = value }),
        new("disagreement_nats", t => t.DisagreementNats, (t, value) => t with { DisagreementNats = value }),
        new("near_ceiling", t => t.NearCeiling, (t, value) => t with { NearCeiling = value }),
        new("variance_fall", t => t.VarianceFall, (t, value) => t with { VarianceFall = value }),
        new("noise_share_fall", t => t.NoiseShareFall, (t, value) => t with { NoiseShareFall = value }),
        new("information_rise", t => t.InformationRise, (t, value) => t with { InformationRise = value }),
        new("divergence_factor", t => t.DivergenceFactor, (t, value) => t with { DivergenceFactor = value }),
        new("variance_rise", t => t.VarianceRise, (t, value) => t with { VarianceRise = value }),
        new("past_best_share", t => t.PastBestShare, (t, value) => t with { PastBestShare = value }),
        new("past_best_rise", t => t.PastBestRise, (t, value) => t with { PastBestRise = value }),
        new("standard_errors", t => t.StandardErrors, (t, value) => t with { StandardErrors = value }),
    ];
}
