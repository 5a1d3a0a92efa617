using LatentSharp.Autodiff;
using LatentSharp.Models;
using LatentSharp.Optimization;

namespace LatentSharp.Objectives;

/// <summary>A term and what it weighs.</summary>
/// <param name="Term">The term.</param>
/// <param name="Weight">Its weight at each step; at least 0.</param>
public sealed record WeightedTerm(IObjectiveTerm Term, ISchedule Weight);

/// <summary>An objective's value at a step.</summary>
/// <param name="Loss">J as a scalar to differentiate; only terms with a positive weight take part.</param>
/// <param name="Breakdown">Every term, diagnostics included.</param>
public readonly record struct ObjectiveValue(Variable Loss, ObjectiveBreakdown Breakdown);

/// <summary>
/// J = sum of weight * mean over examples of term. A term of weight 0 is computed outside the loss: the gradient is
/// the same, to the bit, as if the term were not there.
/// </summary>
public sealed class Objective
{
    /// <summary>A step after all schedules have settled: evaluation at the final weights.</summary>
    public const long Settled = long.MaxValue;

    /// <summary>Creates an objective.</summary>
    /// <exception cref="ArgumentException">Two terms share a name.</exception>
    public Objective(params IReadOnlyList<WeightedTerm> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        foreach (IGrouping<string, WeightedTerm> named in terms.GroupBy(weighted => weighted.Term.Info.Name))
        {
            if (named.Count() > 1)
                throw new ArgumentException($"Objective: the term '{named.Key}' is given twice; give each term once.");
        }

        Terms = terms;
    }

    /// <summary>The terms and their weights.</summary>
    public IReadOnlyList<WeightedTerm> Terms { get; }

    /// <summary>
    /// The objective as a training step computes it: statistics of a batch that stay at weight 0 are left to
    /// evaluations. Loss and gradient are the same.
    /// </summary>
    internal Objective InSteps =>
        new([.. Terms.Where(weighted => !weighted.Term.Info.OverBatch || MayWeigh(weighted))]);

    /// <summary>R + prior KL + posterior variance, with the given weights.</summary>
    /// <param name="priorKlWeight">beta, the weight of the prior KL.</param>
    /// <param name="posteriorVarianceWeight">The weight of the posterior variance; 0 makes it diagnostic only.</param>
    public static Objective EvidenceLowerBound(ISchedule priorKlWeight, ISchedule posteriorVarianceWeight) =>
        new(
            new WeightedTerm(new Reconstruction(), new ConstantSchedule(1)),
            new WeightedTerm(new PriorKl(), priorKlWeight),
            new WeightedTerm(new PosteriorVariance(), posteriorVarianceWeight));

    /// <summary>Evaluates every term on a batch.</summary>
    /// <param name="output">What the model computed.</param>
    /// <param name="target">y, [batch, target].</param>
    /// <param name="step">The training step, which the weights depend on.</param>
    /// <exception cref="OptionException">A weight is negative or beyond float32, or none is positive.</exception>
    public ObjectiveValue Evaluate(VariationalOutput output, Variable target, long step)
    {
        Variable? loss = null;
        var values = new TermValue[Terms.Count];
        for (int i = 0; i < values.Length; i++)
        {
            (IObjectiveTerm term, ISchedule schedule) = Terms[i];
            double weight = schedule.At(step);
            float scale = (float)weight;
            if (!IsWeight(weight))
                throw OptionException.OutOfRange(
                    term.Info.WeightKey,
                    weight,
                    "0, or a positive number that float32 can hold");
            Variable mean = term.PerExample(output, target, step).MeanAll();
            values[i] = new TermValue(term.Info.Name, mean.Scalar, weight);
            if (values[i].Role == TermRole.Active)
                loss = loss is null ? scale * mean : loss + scale * mean;
        }

        return new ObjectiveValue(
            loss
                ?? throw new OptionException(
                    "every weight of the objective is 0 " +
                        $"({string.Join(", ", values.Select(value => value.Name))}); give at least one term a " +
                        "positive weight"),
            new ObjectiveBreakdown(values));
    }

    private static bool MayWeigh(WeightedTerm weighted) =>
        weighted.Weight.SettledAt > 0 || weighted.Weight.At(Settled) > 0;

    /// <summary>
    /// Whether a term can weigh this: 0, or a positive number that float32 holds. One that it rounds to 0 would be
    /// called active and give no gradient.
    /// </summary>
    internal static bool IsWeight(double weight) =>
        weight == 0 || (weight > 0 && (float)weight is > 0 and < float.PositiveInfinity);
}
