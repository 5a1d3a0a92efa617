using System.Numerics;
using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// V_post = mean over latent dimensions of exp(logvar) of q(z|x,y), in squared latent units: 1 is an average variance
/// of 1, 4 an average standard deviation of 2. It measures absolute sharpness, not meaning: a small value says that
/// samples stay near their means, and nothing about the means, the prior or the router. With weight 0 it is a
/// diagnostic; with a positive weight an auxiliary loss, which the prior KL does not make redundant, since q and p can
/// grow broad together.
/// </summary>
public sealed class PosteriorVariance : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "posterior_variance";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "V_post = mean over examples and dimensions of exp(logvar) of q",
        "squared latent units",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        Note = "; absolute sharpness, not meaning",
        WeightHelp = "weight of the posterior variance; 0: diagnostic only",
    };

    /// <inheritdoc/>
    public bool AppliesTo(LatentFamily family) => IsGaussian(family);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The latent is not Gaussian.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output.Posterior is not GaussianLatent posterior)
            throw new ArgumentException(
                $"{TermName} is the mean variance of a Gaussian latent; this one is {output.Posterior.Family.Name}.");
        Variable logVariance = posterior.LogVariance;
        return 1f / logVariance.Shape.Last * RowReduction<Variance>.Of(logVariance);
    }

    /// <summary>Whether latents of a family have variances.</summary>
    internal static bool IsGaussian(LatentFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        return family.Name == GaussianLatent.FamilyOf(family.Width).Name;
    }

    private readonly struct Variance : IRowTerm
    {
        public static string Name => "sum_of_variances";

        public static Vector<float> Value(
            Vector<float> logVariance,
            Vector<float> b,
            Vector<float> c,
            Vector<float> d) => Vector.Exp(logVariance);

        public static void Derivatives(
            Vector<float> logVariance, Vector<float> b, Vector<float> c, Vector<float> d,
            out Vector<float> dlogVariance, out Vector<float> db, out Vector<float> dc, out Vector<float> dd)
        {
            dlogVariance = Vector.Exp(logVariance);
            db = dc = dd = Vector<float>.Zero;
        }
    }
}
