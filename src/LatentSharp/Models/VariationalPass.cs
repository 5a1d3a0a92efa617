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
        LatentDraws? latent = Draw(encoding.Posterior, draws.Posterior, noise.Posterior);
        var output = new VariationalOutput(encoding, latent, model.Decode(condition, latent));
        if (draws.OfPrior == 0 || encoding.Prior is null)
            return output;
        LatentDraws routed = Draw(encoding.Prior, draws.OfPrior, noise.Router)!;
        output = output with { PriorDraws = routed };
        if (draws.Router == 0)
            return output;
        output = output with { RouterDraws = routed, RouterLikelihood = model.Decode(condition, routed) };
        return noise.RouterChoice is null || routed.Count == 1
            ? output
            : Resample(model, output, routed, condition, target, noise.RouterChoice);

        LatentDraws? Draw(ILatent? latent, int count, INoise source) =>
            draws.Sampled ? latent?.Draw(count, source).Sampled(count, source) : latent?.Draw(count, source);
    }

    // The gradient of log sum_i w_i is the mean of that of log w_i over draws i chosen by weight: one backward walk,
    // not k.
    private static VariationalOutput Resample(
        IConditionalModel model,
        VariationalOutput output,
        LatentDraws routed,
        Variable condition,
        Variable target,
        INoise choice)
    {
        Variable logWeights = output.RouterLikelihood!.LogProbability(target.Repeat(routed.Count)).Detach();
        Variable uniform = choice.Uniform(target.Tape, draws: 1, target.Shape[0], width: 1);
        LatentDraws chosen = routed.Choose(logWeights, uniform);
        return output with
        {
            RouterDraws = chosen,
            RouterLikelihood = model.Decode(condition, chosen),
            RouterLogLikelihood = routed.LogExpectation(logWeights),
        };
    }
}
