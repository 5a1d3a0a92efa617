using LatentSharp.Compute.Randomness;
using LatentSharp.Tensors;

namespace LatentSharp.Distributions;

/// <summary>Draws from the numbers of one stream.</summary>
internal static class SamplerDraws
{
    /// <summary>Draws a target for every row: [batch, target].</summary>
    /// <param name="sampler">The likelihood.</param>
    /// <param name="stream">The random numbers, taken from the stream's beginning.</param>
    public static Tensor Draw(this ISampler sampler, RandomStream stream)
    {
        Tensor mean = sampler.Mean.Value;
        var drawn = new Tensor(mean.Shape);
        if (sampler.DrawsFromNormal)
            stream.FillNormal(drawn.Span);
        else
            stream.FillUniform(drawn.Span);
        sampler.Draw(mean, drawn.Span);
        return drawn;
    }
}
