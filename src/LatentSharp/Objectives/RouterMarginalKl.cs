using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// KL of the batch's mean router to the family's standard distribution, in nats: of a Gaussian, matched by its moments
/// m_d = mean_n m_nd and s_d = mean_n (s_nd + m_nd^2) - m_d^2, to N(0, I); of counted values to the uniform. It anchors
/// the units, which a learned router leaves free, and says nothing of any one p(z|x): the batch as a whole may be N(0,
/// I) while every router is narrow.
/// </summary>
public sealed class RouterMarginalKl : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "router_marginal_kl";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "KL(mean over a batch of p(z|x) || N(0, I), or the uniform)",
        "nats",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        Note = ", over batches of the training's size in an evaluation too",
        WeightHelp = "weight of the KL of the batch's mean router to N(0, I); 0: diagnostic only",
        OverBatch = true,
    };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The family brings no mean over a batch.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Prior.Bringing<IHasMarginal>(TermName).MarginalDivergence().SpreadOver(output.Prior);
    }
}
