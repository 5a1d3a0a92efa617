using LatentSharp.Compute.Randomness;
using LatentSharp.Tensors;

namespace LatentSharp.Training;

/// <summary>How often z is drawn for an example.</summary>
/// <param name="Posterior">Draws from q(z|x,y); at least 1.</param>
/// <param name="Router">Draws from p(z|x); 0 where no term asks for any.</param>
public readonly record struct DrawCounts(int Posterior, int Router)
{
    /// <summary>One draw from the posterior.</summary>
    public static DrawCounts One => new(1, 0);

    /// <summary>The larger count: how many rows of the decoder an example takes at once.</summary>
    public int Most => Math.Max(Posterior, Router);
}

/// <summary>The noise behind a batch's draws of z, in tensors that are filled anew for every batch.</summary>
/// <param name="batch">Examples.</param>
/// <param name="dimensions">Latent dimensions.</param>
/// <param name="draws">Draws per example.</param>
internal sealed class LatentNoise(int batch, int dimensions, DrawCounts draws)
{
    /// <summary>For draws from the posterior, [draws * batch, latent].</summary>
    public Tensor Posterior { get; } = new(new Shape(checked(draws.Posterior * batch), dimensions));

    /// <summary>For draws from the router, [draws * batch, latent]; null without any.</summary>
    public Tensor? Router { get; } =
        draws.Router == 0 ? null : new(new Shape(checked(draws.Router * batch), dimensions));

    /// <summary>Uniform, to choose among several draws from the router, [batch]; null without a choice.</summary>
    public Tensor? Choice { get; } = draws.Router > 1 ? new(new Shape(batch)) : null;

    /// <summary>Draws all of it; it follows from the seed and the step alone.</summary>
    public void Fill(ulong seed, ulong step, RandomPurpose posterior, RandomPurpose router)
    {
        new RandomStream(seed, posterior, step).FillNormal(Posterior.Span);
        if (Router is not null)
            new RandomStream(seed, router, step).FillNormal(Router.Span);
        if (Choice is not null)
            new RandomStream(seed, RandomPurpose.RouterChoice, step).FillUniform(Choice.Span);
    }
}
