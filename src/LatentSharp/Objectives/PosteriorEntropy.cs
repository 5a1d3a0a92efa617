using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// H(q(z|x,y)) over the whole latent, in nats: of a Gaussian 1/2 sum_d (1 + ln 2 pi + ln v_d), below 0 where it is
/// narrow; of counted values between 0 and the logarithm of their number. It measures sharpness in every family, where
/// V_post is of Gaussians alone, and no more than V_post does it measure meaning. A change of units shifts it.
/// </summary>
public sealed class PosteriorEntropy : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "posterior_entropy";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "H(q(z|x,y))",
        "nats per example",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        Note = "; sharpness, not meaning",
        WeightHelp = "weight of the entropy of q; 0: diagnostic only",
    };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The family brings no entropy.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Posterior.Bringing<IHasEntropy>(TermName).Entropy();
    }
}
