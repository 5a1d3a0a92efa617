using LatentSharp.Autodiff;

namespace LatentSharp.Latents;

/// <summary>
/// d E_q[f] = 1/(n - 1) sum_i (f(z_i) - mean f) d log q(z_i) + mean df: the score function (Williams 1992) with the
/// mean of the other draws as each draw's baseline (Kool, van Hoof and Welling 2019, equation 8). Unbiased for any
/// family; nothing is differentiated through z.
/// </summary>
public sealed class ScoreFunction : ILatentEstimator
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer than 2 draws, which have no others.</exception>
    public LatentDraws Draw(ILatent posterior, int count, INoise noise)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        if (count < 2)
            throw new ArgumentException(
                $"ScoreFunction: the baseline of a draw is the mean of the others, and there is {count}; draw at " +
                    "least 2.");
        Variable z = posterior.Sample(count, noise).Values.Detach();
        return new LatentDraws(z, count) { Score = posterior.LogProbability(z) };
    }
}
