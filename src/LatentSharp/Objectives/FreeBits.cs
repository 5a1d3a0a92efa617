using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// sum_d max(lambda, mean over the batch of KL_d), in nats: the prior KL with lambda nats free in each dimension
/// (Kingma et al. 2016, "Improved Variational Inference with Inverse Autoregressive Flow", equation 15). Below lambda
/// nothing pulls a dimension further towards p. It takes the place of the prior KL, whose weight is then 0.
/// </summary>
/// <param name="lambda">The nats that a dimension has free; at least 0.</param>
public sealed class FreeBits(double lambda) : ITunedTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "free_bits";

    private const double DefaultLambda = 0.25;

    /// <summary>A quarter of a nat free in each dimension.</summary>
    public FreeBits()
        : this(DefaultLambda)
    {
    }

    /// <summary>The nats that a dimension has free.</summary>
    public double Lambda { get; } = lambda;

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "sum over dimensions of max(lambda, mean over a batch of the dimension's KL(q || p))",
        "nats per example",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        Note = ", where it has a weight, over batches of the training's size in an evaluation too",
        WeightHelp = "weight of the prior KL with free_bits_lambda nats free in each dimension; it takes the place of "
            + "prior_kl_weight, which is then set to 0",
        OverBatch = true,
        OnlyWeighed = true,
        IsFormOfPriorKl = true,
    };

    /// <inheritdoc/>
    public IReadOnlyList<TermSetting> Settings { get; } =
        [new("free_bits_lambda", "nats of KL that a dimension has free", DefaultLambda)];

    /// <inheritdoc/>
    public IObjectiveTerm With(IReadOnlyList<double> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return new FreeBits(numbers[0]);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The family's KL is no sum over dimensions.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        Variable each = output.Posterior.Bringing<IHasDivergenceParts>(TermName).DivergencePerDimension(output.Prior);
        float free = (float)Lambda;
        return each.MeanFirst().Affine(1f, -free).Relu().Affine(1f, free).SumAll().SpreadOver(output.Posterior);
    }
}
