using LatentSharp.Autodiff;
using LatentSharp.Models;
using LatentSharp.Optimization;

namespace LatentSharp.Objectives;

/// <summary>
/// |K - C(step)| with K the batch's mean KL(q(z|x,y) || p(z|x)), in nats (Burgess et al. 2018, "Understanding
/// disentangling in beta-VAE", equation 8): it holds K at a capacity C, which may rise as training goes on. It takes
/// the place of the prior KL, whose weight is then 0.
/// </summary>
/// <param name="target">C at each step, in nats.</param>
public sealed class Capacity(ISchedule target) : ITunedTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "capacity";

    private const double DefaultNats = 1;

    /// <summary>A capacity of one nat.</summary>
    public Capacity()
        : this(new ConstantSchedule(DefaultNats))
    {
    }

    /// <summary>C at each step, in nats.</summary>
    public ISchedule Target { get; } = target;

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "|K - C(step)| with K the mean over a batch of KL(q(z|x,y) || p(z|x))",
        "nats per example",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        Note = ", where it has a weight, over batches of the training's size in an evaluation too",
        WeightHelp = "gamma, the weight of |K_prior - capacity_nats|; it takes the place of prior_kl_weight, which is "
            + "then set to 0",
        OverBatch = true,
        OnlyWeighed = true,
        IsFormOfPriorKl = true,
    };

    /// <inheritdoc/>
    public long SettledAt => Target.SettledAt;

    /// <inheritdoc/>
    public IReadOnlyList<TermSetting> Settings { get; } =
    [
        new("capacity_nats", "C, the nats that K_prior is held at", DefaultNats),
        new("capacity_rise_steps", "steps over which C rises from 0", 0) { IsWhole = true },
    ];

    /// <inheritdoc/>
    public IObjectiveTerm With(IReadOnlyList<double> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return new Capacity(new LinearWarmupSchedule(numbers[0], (long)numbers[1]));
    }

    /// <inheritdoc/>
    public Variable PerExample(VariationalOutput output, Variable target) =>
        PerExample(output, target, Objective.Settled);

    /// <inheritdoc/>
    public Variable PerExample(VariationalOutput output, Variable target, long step)
    {
        ArgumentNullException.ThrowIfNull(output);
        Variable beyond = output.Posterior.Divergence(output.Prior).MeanAll().Affine(1f, -(float)Target.At(step));
        return (beyond.Relu() + (-beyond).Relu()).SpreadOver(output.Posterior);
    }
}
