using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;

namespace LatentSharp.Tests.Models;

/// <summary>Passes with given noise, and Gaussian latents by their parts.</summary>
internal static class Passes
{
    extension(IConditionalModel model)
    {
        /// <summary>A pass with as many draws as there are batches of noise.</summary>
        public VariationalOutput Forward(
            Variable condition,
            Variable target,
            Variable noise,
            Variable? routerNoise = null,
            Variable? routerChoice = null) =>
            VariationalPass.Run(
                model,
                condition,
                target,
                new DrawCounts(DrawsOf(noise, condition), routerNoise is null ? 0 : DrawsOf(routerNoise, condition)),
                new PassNoise(
                    new GivenNoise(noise.Value),
                    new GivenNoise((routerNoise ?? noise).Value),
                    routerChoice is null ? null : new GivenNoise(routerChoice.Value)));

        public ILatent Prior(Variable condition) => model.Route(condition)!.Value.Prior;
    }

    extension(ILatent latent)
    {
        public Variable Mean => ((GaussianLatent)latent).Mean;

        public Variable LogVariance => ((GaussianLatent)latent).LogVariance;
    }

    /// <summary>What a pass would have computed, put together by hand.</summary>
    public static VariationalOutput Output(
        DiagonalNormal posterior,
        DiagonalNormal prior,
        Variable latent,
        IConditionalLikelihood likelihood) =>
        new(
            new Encoding(new GaussianLatent(posterior), new GaussianLatent(prior)),
            new LatentDraws(latent, latent.Shape[0] / posterior.Mean.Shape[0]),
            likelihood);

    private static int DrawsOf(Variable noise, Variable condition) => noise.Shape[0] / condition.Shape[0];
}
