using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Streaming;

/// <summary>How the router's output is shifted and scaled against what q finds, over every example.</summary>
/// <param name="Shift">b_d, [D].</param>
/// <param name="Scale">r_d, [D].</param>
/// <param name="Gain">What K_prior would fall by if the best constants shifted and scaled it, nats,
/// cross-fitted.</param>
internal sealed record RouterRecalibration(double[] Shift, double[] Scale, Estimate Gain);
