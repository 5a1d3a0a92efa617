using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Distributions;
using LatentSharp.Models;
using LatentSharp.Tensors;
using LatentSharp.Tests.Models;

namespace LatentSharp.Tests.Objectives;

/// <summary>What a pass would have computed of two examples with two latent dimensions, written down.</summary>
internal sealed class HandMadeOutput(Device device)
{
    private readonly Tape tape = new(device);

    /// <summary>Zeros, for what a term does not read.</summary>
    public Variable Nothing => Rows([0, 0, 0, 0]);

    /// <summary>q and p by means and log-variances, with z at q's means.</summary>
    public VariationalOutput Of(float[] qMean, float[] qLogVariance, float[] pMean, float[] pLogVariance)
    {
        var q = new DiagonalNormal(Rows(qMean), Rows(qLogVariance));
        return Passes.Output(
            q,
            new DiagonalNormal(Rows(pMean), Rows(pLogVariance)),
            q.Mean,
            new Bernoulli(Nothing));
    }

    /// <summary>Two columns.</summary>
    public Variable Rows(float[] values) => tape.Watch(Tensor.FromValues(new Shape(values.Length / 2, 2), values));
}
