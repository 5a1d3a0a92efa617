using LatentSharp.Autodiff;

namespace LatentSharp.Latents;

/// <summary>
/// q(z|x,y) or p(z|x) of a batch. A family brings all that the rest of the program asks of a latent; nothing else
/// knows which family it is.
/// </summary>
public interface ILatent
{
    /// <summary>What the numbers of <see cref="Parts"/> are.</summary>
    LatentFamily Family { get; }

    /// <summary>The distributions' numbers, [batch, columns] each, in the order of the family's names.</summary>
    IReadOnlyList<Variable> Parts { get; }

    /// <summary>
    /// Whether this is the fixed prior of the family, N(0, I) or uniform, whatever the example. Default no.
    /// </summary>
    bool IsStandard => false;

    /// <summary>Draws z for every example.</summary>
    /// <param name="count">Draws per example; a family that can go through all values gives those instead.</param>
    /// <param name="noise">The random numbers.</param>
    LatentDraws Draw(int count, INoise noise);

    /// <summary>Draws z for every example, as often as asked and all counting alike, from any family.</summary>
    /// <param name="count">Draws per example.</param>
    /// <param name="noise">The random numbers.</param>
    LatentDraws Sample(int count, INoise noise) => Draw(count, noise).Sampled(count, noise);

    /// <summary>log q(z), in nats: [draws * batch].</summary>
    /// <param name="latent">z, [draws * batch, width], whole batches of draws.</param>
    Variable LogProbability(Variable latent);

    /// <summary>KL(this || prior) over an example's latent, in nats: [batch].</summary>
    /// <param name="prior">A distribution of the same family and batch.</param>
    /// <exception cref="ArgumentException">The prior is of another family.</exception>
    Variable Divergence(ILatent prior);

    /// <summary>
    /// The fixed prior of the family as a listener: what is computed of it is, and its gradient goes to this
    /// distribution, which so learns what z is chosen and has no say in it.
    /// </summary>
    /// <exception cref="NotSupportedException">The family has no such prior.</exception>
    ILatent Muted() =>
        throw new NotSupportedException($"A {Family.Name} latent has no prior that listens; let it take part at once.");
}
