using LatentSharp.Latents;

namespace LatentSharp.Models;

/// <summary>How often z is drawn for an example.</summary>
/// <param name="Posterior">Draws from q(z|x,y); at least 1.</param>
/// <param name="Router">Draws from p(z|x); 0 where no term asks for any.</param>
public readonly record struct DrawCounts(int Posterior, int Router)
{
    /// <summary>One draw from the posterior.</summary>
    public static DrawCounts One => new(1, 0);

    /// <summary>
    /// Whether draws are drawn from a family too that would give all values of z: as many as asked for, all counting
    /// alike.
    /// </summary>
    public bool Sampled { get; init; }

    /// <summary>Whether z is drawn from the prior too, as often as from the posterior, without decoding it.</summary>
    public bool Prior { get; init; }

    /// <summary>Draws of z from p(z|x), decoded or not.</summary>
    internal int OfPrior => Router > 0 ? Router : Prior ? Posterior : 0;

    /// <summary>How z is drawn from the posterior; null, as for held-out examples, for its family's own way.</summary>
    public ILatentEstimator? Estimator { get; init; }

    /// <summary>
    /// Where all values of the router are gone through: the temperature at which one of them is chosen to be
    /// differentiated, by what it explains of y; null differentiates them all.
    /// </summary>
    public double? ChoiceTemperature { get; init; }

    /// <summary>
    /// Whether the router only listens: it learns what z is chosen, and the fixed prior stands in its place.
    /// </summary>
    public bool RouterListens { get; init; }

    /// <summary>The larger count: how many rows of the decoder an example takes at once.</summary>
    public int Most => Math.Max(Posterior, Router);
}
