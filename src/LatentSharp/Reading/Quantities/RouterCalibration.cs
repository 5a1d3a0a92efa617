using System.Collections.Immutable;

namespace LatentSharp.Reading.Quantities;

/// <summary>
/// Whether q lies where the router says that it should, in the router's own standard deviations: u = (mu - m)/sqrt(s),
/// and the probability-integral transform of z ~ q under p, which is uniform where p is q(z|x).
/// </summary>
/// <param name="Shift">b_d, the mean of u, [D]; 0 where it is calibrated.</param>
/// <param name="Scale">
/// r_d, the mean of v/s plus the variance of u, [D]: 1 where it is calibrated, above 1 where the router is too narrow
/// for what q finds, below 1 where it is too broad.
/// </param>
/// <param name="RecalibrationGain">
/// What K_prior would fall by if constants shifted and scaled the router's output, in nats: a lower bound of the
/// router's own error. The constants come from other examples than the gain, so that a calibrated router has it
/// slightly below 0.
/// </param>
/// <param name="Coverage50">The mass of q inside the router's central half; 0.5 where it is calibrated.</param>
/// <param name="Coverage90">The mass of q inside the router's central 90%; 0.9 where it is calibrated.</param>
/// <param name="Shape">
/// The largest distance of the transform's distribution from the uniform one, [D]: what shift and scale leave is shape.
/// </param>
/// <param name="ShapeByChance">The distance that the largest of D dimensions passes by chance in 1% of cases.</param>
/// <param name="Examples">The examples that coverage and shape are over.</param>
public sealed record RouterCalibration(
    ImmutableArray<double> Shift,
    ImmutableArray<double> Scale,
    Estimate RecalibrationGain,
    Estimate Coverage50,
    Estimate Coverage90,
    ImmutableArray<double> Shape,
    double ShapeByChance,
    int Examples)
{
    /// <summary>
    /// The transform's distribution at j/(J + 1), j = 1 to J, [D][J]: the diagonal where it is uniform. Default none.
    /// </summary>
    public ImmutableArray<ImmutableArray<double>> Distribution { get; init; } = [];
}

/// <summary>The share of q's structure that the router places.</summary>
/// <param name="Mean">The mean over active dimensions, with its standard error over examples.</param>
/// <param name="PerDimension">1 - Var_n(mu - m) / Var_n mu, [D]; 0 where mu does not vary.</param>
/// <param name="Examples">Examples used.</param>
public sealed record RouterDetermination(Estimate Mean, ImmutableArray<double> PerDimension, int Examples);

/// <summary>What a linear regression on x places of q's structure: the least that x can tell of it.</summary>
/// <param name="Mean">R2 of mu on x, cross-validated, the mean over active dimensions.</param>
/// <param name="Examples">Examples used.</param>
/// <param name="Folds">Folds of the cross-validation.</param>
public sealed record ConditionProbe(Estimate Mean, int Examples, int Folds);
