using System.Numerics;
using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// 1/D sum_d v_d / s_d, the variances of q relative to those of p: 1 where q is as broad as p. It is sharpness that no
/// change of units moves, since either grows with the units. What it can still be lowered by without a sharper q is a
/// broader p, which the prior KL charges for.
/// </summary>
public sealed class RelativeVariance : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "relative_variance";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "mean over examples and dimensions of v/s, the variance of q over that of p",
        "ratio",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        Note = "; the same in any latent units",
        WeightHelp = "weight of the variance of q relative to p's; 0: diagnostic only",
    };

    /// <inheritdoc/>
    public bool AppliesTo(LatentFamily family) => PosteriorVariance.IsGaussian(family);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The latent is not Gaussian.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output is not { Posterior: GaussianLatent posterior, Prior: GaussianLatent prior })
            throw new ArgumentException(
                $"{TermName} is a ratio of variances of Gaussian latents; this one is " +
                    $"{output.Posterior.Family.Name}.");
        Variable ratios = RowReduction<Ratio>.Of(posterior.LogVariance, prior.LogVariance);
        return 1f / posterior.LogVariance.Shape.Last * ratios;
    }

    private readonly struct Ratio : IRowTerm
    {
        public static string Name => "sum_of_variance_ratios";

        public static Vector<float> Value(
            Vector<float> q,
            Vector<float> p,
            Vector<float> c,
            Vector<float> d) => Vector.Exp(q - p);

        public static void Derivatives(
            Vector<float> q, Vector<float> p, Vector<float> c, Vector<float> d,
            out Vector<float> dq, out Vector<float> dp, out Vector<float> dc, out Vector<float> dd)
        {
            dq = Vector.Exp(q - p);
            dp = -dq;
            dc = dd = Vector<float>.Zero;
        }
    }
}
