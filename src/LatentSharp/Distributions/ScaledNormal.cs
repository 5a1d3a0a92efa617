using System.Numerics.Tensors;
using LatentSharp.Autodiff;
using Tensor = LatentSharp.Tensors.Tensor;

namespace LatentSharp.Distributions;

/// <summary>
/// Real-valued elements around a mean with one log-variance for all: a fixed number, or a learned one, which is the
/// sigma-VAE (Rybkin, Daniilidis and Levine 2021, section 4).
/// </summary>
/// <param name="mean">[batch, target]</param>
/// <param name="logVariance">The natural logarithm of the common variance, [1].</param>
public sealed class ScaledNormal(Variable mean, Variable logVariance) : IConditionalLikelihood, ISampler
{
    /// <summary>The natural logarithm of the common variance, [1].</summary>
    public Variable LogVariance { get; } = logVariance;

    /// <inheritdoc/>
    public Variable Mean { get; } = mean;

    /// <summary>
    /// -1/2 sum_d (ln 2 pi + ln v + (y_d - mu_d)^2 / v), in nats: [batch]. It is a sum over elements: averaging them
    /// would weigh the reconstruction against the KL by the number of elements.
    /// </summary>
    /// <param name="target">y, [batch, target].</param>
    public Variable LogProbability(Variable target) =>
        new DiagonalNormal(Mean, LogVariance.BroadcastTo(Mean.Shape)).LogProbability(target);

    /// <inheritdoc/>
    public bool DrawsFromNormal => true;

    /// <summary>mu + e^(ln v / 2) times the number.</summary>
    public void Draw(Tensor mean, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(mean);
        float deviation = MathF.Exp(0.5f * LogVariance.Value.Span[0]);
        TensorPrimitives.MultiplyAdd(numbers, deviation, mean.Span[..numbers.Length], numbers);
    }
}
