using LatentSharp.Autodiff;
using LatentSharp.Latents;

namespace LatentSharp.Models;

/// <summary>
/// The one way through a model: x and y to q and p, draws of z from either, and the decoder at every draw. A training
/// step, an evaluation, evidence, likelihoods and logs differ in how many draws they ask for and in their noise.
/// </summary>
public static class VariationalPass
{
    /// <summary>q(z|x,y) and p(z|x) of a batch.</summary>
    /// <param name="model">The model.</param>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="target">y, [batch, target].</param>
    public static Encoding Encode(IConditionalModel model, Variable condition, Variable target)
    {
        ArgumentNullException.ThrowIfNull(model);
        ILatent? inferred = model.Infer(condition, target);
        Routing? routing = model.Route(condition);
        return new Encoding(inferred ?? routing?.Prior, routing?.Prior, routing?.Guess);
    }

    /// <summary>Runs the networks on a batch.</summary>
    /// <param name="model">The model.</param>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="target">y, [batch, target].</param>
    /// <param name="draws">Draws of z per example; a model without a latent draws none.</param>
    /// <param name="noise">What they are drawn with.</param>
    public static VariationalOutput Run(
        IConditionalModel model,
        Variable condition,
        Variable target,
        DrawCounts draws,
        PassNoise noise)
    {
        ArgumentNullException.ThrowIfNull(noise);
        Encoding encoding = Encode(model, condition, target);
        if (draws.RouterListens && encoding.Prior is { } router)
            encoding = encoding with { Prior = router.Muted() };
        LatentDraws? latent = draws.Estimator is { } estimator && encoding.Posterior is { } posterior
            ? estimator.Draw(posterior, draws.Posterior, noise.Posterior)
            : Draw(encoding.Posterior, draws.Posterior, noise.Posterior);
        var output = new VariationalOutput(encoding, latent, model.Decode(condition, latent));
        if (draws.OfPrior == 0 || encoding.Prior is null)
            return output;
        // Where all values of z were decoded already the router weighs them in its own way.
        bool all = latent?.LogWeights is not null;
        LatentDraws routed = all
            ? latent! with { LogWeights = encoding.Prior.LogProbability(latent.Values) }
            : Draw(encoding.Prior, draws.OfPrior, noise.Router)!;
        output = output with { PriorDraws = routed };
        if (draws.Router == 0)
            return output;
        output = output with
        {
            RouterDraws = routed,
            RouterLikelihood = all ? output.Likelihood : model.Decode(condition, routed),
        };
        bool chooses = routed.LogWeights is null ? routed.Count > 1 : draws.ChoiceTemperature is not null;
        return chooses && noise.RouterChoice is { } choice
            ? Resample(model, output, draws.ChoiceTemperature ?? 1, condition, target, choice)
            : output;

        LatentDraws? Draw(ILatent? latent, int count, INoise source) =>
            draws.Sampled ? latent?.Sample(count, source) : latent?.Draw(count, source);
    }

    // The gradient of log sum_i w_i is the mean of that of log w_i over draws i chosen by weight: one backward walk,
    // not k. At a temperature below 1 the choice is harder, and at 0 it is the largest weight.
    private static VariationalOutput Resample(
        IConditionalModel model,
        VariationalOutput output,
        double temperature,
        Variable condition,
        Variable target,
        INoise choice)
    {
        const double coldest = 1e-6;
        LatentDraws routed = output.RouterDraws!;
        Variable logLikelihood = output.LogLikelihoodAtRouterDraws(target).Detach(),
            logWeights = routed.LogWeights is { } own ? logLikelihood + own.Detach() : logLikelihood,
            uniform = choice.Uniform(target.Tape, draws: 1, target.Shape[0], width: 1);
        LatentDraws chosen = routed.Choose(
            temperature == 1 ? logWeights : logWeights.Affine((float)(1 / Math.Max(temperature, coldest)), 0f),
            uniform);
        if (routed.LogWeights is not null)
            chosen = chosen with { LogWeights = output.Prior.LogProbability(chosen.Values) };
        return output with
        {
            RouterDraws = chosen,
            RouterLikelihood = model.Decode(condition, chosen),
            RouterLogLikelihood = routed.LogExpectation(logLikelihood),
        };
    }
}
