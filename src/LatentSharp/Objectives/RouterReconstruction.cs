using LatentSharp.Autodiff;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// -log (1/k) sum_i p(y|x,z_i) with z_1 ... z_k from the router p(z|x), in nats. With one draw it is the objective of a
/// GSNN, which a hybrid adds to that of a CVAE (Sohn, Lee and Yan 2015, equations 6 and 7); with more, the Monte Carlo
/// estimate of -log p(y|x) itself, which asks of the router that one of its draws fits.
/// </summary>
public sealed class RouterReconstruction : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "router_reconstruction";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "-log (1/k) sum_i p(y|x,z_i), z from p(z|x)",
        "nats per example",
        DrawPlan.Router,
        DefaultWeight: 0)
    {
        Note = ", in a hybrid with router_samples k",
    };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The output has no draws from the router.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        if (output is not { RouterLikelihood: not null, RouterDraws: { } draws })
            throw new ArgumentException(
                $"{TermName}: the output has no draws from the router; ask VariationalPass for some.");
        Variable differentiated = draws.LogExpectation(output.LogLikelihoodAtRouterDraws(target));
        return -(output.RouterLogLikelihood?.DifferentiatedAs(differentiated) ?? differentiated);
    }
}
