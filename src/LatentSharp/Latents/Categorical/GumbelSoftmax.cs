using LatentSharp.Autodiff;

namespace LatentSharp.Latents.Categorical;

/// <summary>
/// z = softmax((ln p + g) / T), g from the Gumbel distribution: a mixture of the one-hot rows that is differentiated as
/// it stands (Jang, Gu and Poole 2017, equation 2; Maddison, Mnih and Teh 2017). Biased, as z is no value of the
/// latent; less so at a low temperature T, where the gradient varies more.
/// </summary>
/// <param name="temperature">T, above 0.</param>
/// <param name="isHard">
/// Whether z is the one-hot row of the largest, whose gradient goes to the mixture: straight-through Gumbel-softmax.
/// </param>
public sealed class GumbelSoftmax(double temperature, bool isHard = false) : ILatentEstimator
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The latent is not categorical.</exception>
    public LatentDraws Draw(ILatent posterior, int count, INoise noise)
    {
        CategoricalLatent latent = StraightThrough.Categorical(posterior, nameof(GumbelSoftmax));
        int values = latent.Family.Values!.Value;
        Variable perturbed = latent.Perturbed(count, noise),
            mixture = perturbed.Affine((float)(1 / temperature), 0f).LogSoftmax(values).Exp();
        return new LatentDraws(
            isHard ? perturbed.LargestOneHot(values).DifferentiatedAs(mixture) : mixture,
            count);
    }
}
