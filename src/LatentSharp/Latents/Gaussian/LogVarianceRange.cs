using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;

namespace LatentSharp.Latents.Gaussian;

/// <summary>
/// A soft range for log-variances: nearly the identity well inside it, with smooth ends (Chua, Calandra, McAllister
/// and Levine 2018, appendix A.1, scaled so that the upper end holds too). The sample, the KL and the posterior
/// variance all see the bounded value.
/// </summary>
public sealed record LogVarianceRange
{
    /// <summary>Creates a range.</summary>
    /// <exception cref="OptionException">The minimum is not below the maximum, or a bound is not finite.</exception>
    public LogVarianceRange(float minimum, float maximum)
    {
        if (!float.IsFinite(minimum) || !float.IsFinite(maximum) || minimum >= maximum)
            throw OptionException.OutOfRange(
                "log_variance_range",
                FormattableString.Invariant($"[{minimum}, {maximum}]"),
                "two finite numbers, the smaller first, such as [-10, 10]");
        (Minimum, Maximum) = (minimum, maximum);
    }

    /// <summary>The lower end.</summary>
    public float Minimum { get; }

    /// <summary>The upper end.</summary>
    public float Maximum { get; }

    /// <summary>
    /// min + c softplus(max - softplus(max - x) - min) with c = (max - min) / softplus(max - min): without c, values
    /// would rise to min + softplus(max - min), which is above max where the range is narrow.
    /// </summary>
    public Variable Apply(Variable logVariance)
    {
        ArgumentNullException.ThrowIfNull(logVariance);
        double width = (double)Maximum - Minimum;
        float scale = (float)(width / (width + StableMath.LogOnePlus(Math.Exp(-width))));
        Variable below = logVariance.Affine(-1f, Maximum).Softplus().Affine(-1f, Maximum);
        return below.Affine(1f, -Minimum).Softplus().Affine(scale, Minimum);
    }

    /// <summary>
    /// The share of unbounded log-variances that lie outside the range: how often it acts. 0 for no elements.
    /// </summary>
    public double ShareOutside(Tensor logVariance)
    {
        ArgumentNullException.ThrowIfNull(logVariance);
        int outside = 0;
        foreach (float value in logVariance.Span)
        {
            if (value < Minimum || value > Maximum)
                outside++;
        }

        return outside / (double)Math.Max(logVariance.Shape.Length, 1);
    }
}
