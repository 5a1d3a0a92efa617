using LatentSharp.Autodiff;

namespace LatentSharp.Latents.Categorical;

/// <summary>
/// z drawn from q, whose gradient goes to q's probabilities as though z were they (Bengio, Leonard and Courville 2013).
/// Biased unless what is made of z is linear.
/// </summary>
public sealed class StraightThrough : ILatentEstimator
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The latent is not categorical.</exception>
    public LatentDraws Draw(ILatent posterior, int count, INoise noise)
    {
        CategoricalLatent latent = Categorical(posterior, nameof(StraightThrough));
        Variable z = latent.Sample(count, noise).Values;
        return new LatentDraws(z.DifferentiatedAs(latent.LogProbabilities.Exp().Repeat(count)), count);
    }

    /// <summary>The latent, which has to be categorical.</summary>
    internal static CategoricalLatent Categorical(ILatent latent, string estimator) =>
        latent as CategoricalLatent
        ?? throw new ArgumentException(
            $"{estimator} is of a categorical latent; this one is {latent?.Family.Name ?? "missing"}.");
}
