using LatentSharp.Autodiff;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// -log (1/k) sum_i p(y|x,z_i) p(z_i|x) / q(z_i|x,y) with z_1 ... z_k from q, in nats: the importance-weighted bound
/// (Burda, Grosse and Salakhutdinov 2016, equation 8). More draws tighten it; with one its mean is R + K_prior.
/// </summary>
public sealed class ImportanceWeightedBound : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "importance_weighted_bound";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "-log (1/k) sum_i p(y|x,z_i) p(z_i|x) / q(z_i|x,y), z from q",
        "nats per example",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        Note = ", where importance_samples k is above 1",
    };

    /// <inheritdoc/>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        Variable logWeight = output.LogLikelihood(target);
        if (output.Draws is not { } draws)
            return -logWeight;
        // Where q is p, as in a GSNN, their ratio is 1.
        if (output.Posterior != output.Prior)
        {
            Variable prior = output.Prior.LogProbability(draws.Values);
            logWeight += prior - output.Posterior.LogProbability(draws.Values);
        }

        return -draws.LogExpectation(logWeight);
    }
}
