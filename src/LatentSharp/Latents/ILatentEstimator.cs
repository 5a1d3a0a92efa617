namespace LatentSharp.Latents;

/// <summary>
/// How a training draws z from q, and by that how an expectation over q is differentiated by q. Held-out examples are
/// drawn for by the family itself.
/// </summary>
public interface ILatentEstimator
{
    /// <summary>Draws z for every example.</summary>
    /// <param name="posterior">q(z|x,y).</param>
    /// <param name="count">Draws per example.</param>
    /// <param name="noise">The random numbers.</param>
    LatentDraws Draw(ILatent posterior, int count, INoise noise);
}
