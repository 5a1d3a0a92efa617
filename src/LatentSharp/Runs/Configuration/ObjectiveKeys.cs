using LatentSharp.Objectives;
using static LatentSharp.Runs.Configuration.KeyRows;

namespace LatentSharp.Runs.Configuration;

/// <summary>The keys of the objective: a weight for each term that has one of its own, and its warm-up.</summary>
internal static class ObjectiveKeys
{
    /// <summary>The keys that follow from some terms, in their order.</summary>
    public static IEnumerable<ConfigurationKey> Of(IEnumerable<IObjectiveTerm> terms)
    {
        foreach (TermInfo term in terms.Select(term => term.Info))
        {
            if (term.WeightHelp is { } weightHelp)
                yield return Number(
                    term.WeightKey, weightHelp,
                    c => c.Weights.WeightOf(term),
                    (c, v) => c with { Weights = c.Weights.With(term, Weight(term.WeightKey, v)) });
            if (term.WarmupHelp is { } warmupHelp)
                yield return Whole(
                    term.WarmupKey, warmupHelp,
                    c => c.Weights.WarmupStepsOf(term),
                    (c, v) => c with { Weights = c.Weights.WithWarmup(term, AtLeast(term.WarmupKey, v, 0)) });
        }
    }

    private static double Weight(string name, double value) =>
        !(value >= 0)
            ? throw OptionException.OutOfRange(name, value, "a number of at least 0; 0 makes the term diagnostic only")
        : !Objective.IsWeight(value)
            ? throw OptionException.OutOfRange(name, value, "0, or a positive number that float32 can hold")
        : value;
}
