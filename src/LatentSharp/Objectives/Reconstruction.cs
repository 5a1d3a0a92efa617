using LatentSharp.Autodiff;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// R = -E_q log p(y | x, z), estimated from the output's draws of z, in nats (Kingma and Welling
/// 2014, equation 8; conditional in Sohn, Lee and Yan 2015, equation 4).
/// </summary>
public sealed class Reconstruction : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "reconstruction";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "R = -E_q log p(y|x,z)",
        "nats per example",
        DrawPlan.Posterior,
        DefaultWeight: 1);

    /// <inheritdoc/>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return -output.Expectation(output.LogLikelihood(target));
    }
}
