namespace LatentSharp.Reading.Findings;

/// <summary>Where findings draw their lines. The defaults are those of the reading's specification.</summary>
public sealed record Thresholds
{
    /// <summary>V_post from which it is large: a standard deviation of 1.4 latent units. Default 2.</summary>
    public double LargeVariance { get; init; } = 2;

    /// <summary>V_post up to which it is small. Default 0.1.</summary>
    public double SmallVariance { get; init; } = 0.1;

    /// <summary>The noise share that parts sharp from small in units only. Default 0.5.</summary>
    public double NoiseShare { get; init; } = 0.5;

    /// <summary>The share of dimensions that counts as few when they own half of V_post. Default 0.1.</summary>
    public double FewDimensions { get; init; } = 0.1;

    /// <summary>The factor within which q and p are equally broad. Default 1.5.</summary>
    public double EqualBreadth { get; init; } = 1.5;

    /// <summary>
    /// The variance part of K per dimension under which q and p agree in breadth, nats. Default 0.05.
    /// </summary>
    public double VariancePartPerDimension { get; init; } = 0.05;

    /// <summary>The gain of recalibrating the router above which it is miscalibrated, nats. Default 0.5.</summary>
    public double RecalibrationGain { get; init; } = 0.5;

    /// <summary>The same as a share of K. Default 0.1.</summary>
    public double RecalibrationShare { get; init; } = 0.1;

    /// <summary>The distance from a Gaussian's shape above which it matters. Default 0.1.</summary>
    public double RouterShape { get; init; } = 0.1;

    /// <summary>The aggregate gap above which it matters, nats. Default 1.</summary>
    public double AggregateGap { get; init; } = 1;

    /// <summary>The sampling cost beyond the width price above which it matters, nats. Default 0.5.</summary>
    public double CostExcess { get; init; } = 0.5;

    /// <summary>The same as a share of the price. Default 0.5.</summary>
    public double CostExcessShare { get; init; } = 0.5;

    /// <summary>The usage gap from which the decoder uses z, nats. Default 0.05.</summary>
    public double UsedFrom { get; init; } = 0.05;

    /// <summary>
    /// The share of q's structure that x tells and the router misses above which it matters. Default 0.1.
    /// </summary>
    public double RouterMiss { get; init; } = 0.1;

    /// <summary>The share of its even share of use that a value must have to count as used. Default 0.25.</summary>
    public double UnusedShare { get; init; } = 0.25;

    /// <summary>The share of ln K that q may leave open before it is undecided. Default 0.9.</summary>
    public double Undecided { get; init; } = 0.9;

    /// <summary>What z says about a label within an x from which it is there, nats. Default 0.1.</summary>
    public double LocalInformation { get; init; } = 0.1;

    /// <summary>The share of it over all x below which values mean something else for each x. Default 0.5.</summary>
    public double GlobalShare { get; init; } = 0.5;

    /// <summary>Standard errors beyond which arrays contradict each other. Default 5.</summary>
    public double ContradictionErrors { get; init; } = 5;

    /// <summary>The share of K by which arrays may disagree, as rounding makes them. Default 0.02.</summary>
    public double DisagreementShare { get; init; } = 0.02;

    /// <summary>The nats by which they may disagree beside it. Default 0.01.</summary>
    public double DisagreementNats { get; init; } = 0.01;

    /// <summary>The information within which of its ceiling few examples widen the aggregate gap, nats. Default
    /// 1.</summary>
    public double NearCeiling { get; init; } = 1;

    /// <summary>The fall of V_post between two readings that counts, as a factor. Default 0.5.</summary>
    public double VarianceFall { get; init; } = 0.5;

    /// <summary>
    /// The fall of the noise share, as a share of itself, up to which only the units shrank. Default 0.1.
    /// </summary>
    public double NoiseShareFall { get; init; } = 0.1;

    /// <summary>
    /// The rise of channel or mutual information, as a share of itself, up to which a latent did not get sharper.
    /// Default 0.05.
    /// </summary>
    public double InformationRise { get; init; } = 0.05;

    /// <summary>
    /// The growth of loss or gradient norm over its best running median that is divergence. Default 10.
    /// </summary>
    public double DivergenceFactor { get; init; } = 10;

    /// <summary>The rise of V_post over a run that is worth a note, as a share of itself. Default 0.5.</summary>
    public double VarianceRise { get; init; } = 0.5;

    /// <summary>The share of a run's epochs after its best from which it went on past it. Default 0.5.</summary>
    public double PastBestShare { get; init; } = 0.5;

    /// <summary>
    /// The rise of the validation after its best that matters, as a share of what training had gained. Default 0.02.
    /// </summary>
    public double PastBestRise { get; init; } = 0.02;

    /// <summary>Standard errors by which a value must clear a line that chance could cross. Default 2.</summary>
    public double StandardErrors { get; init; } = 2;
}
