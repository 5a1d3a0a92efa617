using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;

namespace LatentSharp.Models;

/// <summary>
/// A router that sees beside x what a plain network, trained along on a loss of its own, expects of y (the recurrent
/// connection of Sohn, Lee and Yan 2015, section 4.1).
/// </summary>
internal sealed class GuessingRouter(Router router, Decoder guess) : IPrior
{
    public LatentFamily Latent => router.Latent;

    // The guess is data to the router: what the router would have it be does not train it.
    public Routing Forward(Variable condition)
    {
        IConditionalLikelihood guessed = guess.Forward(condition, latent: null);
        return new Routing(router.Forward(condition, ((IHasMean)guessed).Mean.Detach()), guessed);
    }
}
