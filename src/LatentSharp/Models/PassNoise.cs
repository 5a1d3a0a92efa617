using LatentSharp.Latents;

namespace LatentSharp.Models;

/// <summary>The random numbers of a pass.</summary>
/// <param name="Posterior">For draws from q(z|x,y).</param>
/// <param name="Router">For draws from p(z|x).</param>
/// <param name="RouterChoice">
/// For choosing among an example's several draws from the router the one that is differentiated; null differentiates
/// them all.
/// </param>
public sealed record PassNoise(INoise Posterior, INoise Router, INoise? RouterChoice = null);
