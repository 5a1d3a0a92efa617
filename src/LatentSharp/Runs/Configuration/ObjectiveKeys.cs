using LatentSharp.Objectives;
using static LatentSharp.Runs.Configuration.KeyRows;

namespace LatentSharp.Runs.Configuration;

/// <summary>
/// The keys of the objective: a weight for each term that has one of its own, how it rises, and the term's own numbers.
/// </summary>
internal static class ObjectiveKeys
{
    /// <summary>The keys that follow from some terms, in their order.</summary>
    public static IEnumerable<ConfigurationKey> Of(IEnumerable<IObjectiveTerm> terms)
    {
        foreach (IObjectiveTerm term in terms)
        {
            TermInfo info = term.Info;
            if (info.WeightHelp is { } weightHelp)
                yield return Number(
                    info.WeightKey, weightHelp,
                    c => c.Weights.WeightOf(info),
                    (c, v) => c with { Weights = c.Weights.With(info, Weight(info.WeightKey, v)) });
            TermSetting[] rise = info.WarmupHelp is null ? [] : [info.Warmup, info.Cycles, info.CycleSteps];
            foreach (TermSetting setting in rise.Concat((term as ITunedTerm)?.Settings ?? []))
                yield return Of(setting);
        }
    }

    private static ConfigurationKey Of(TermSetting setting) =>
        setting.IsWhole
            ? Whole(
                setting.Key, setting.Help,
                c => (int)c.Weights.NumberOf(setting),
                (c, v) => With(c, setting, AtLeast(setting.Key, v, setting.Least)))
            : Number(
                setting.Key, setting.Help,
                c => c.Weights.NumberOf(setting),
                (c, v) => v >= setting.Least
                    ? With(c, setting, v)
                    : throw OptionException.OutOfRange(setting.Key, v, $"a number of at least {setting.Least}"));

    private static RunConfiguration With(RunConfiguration configuration, TermSetting setting, double number) =>
        configuration with { Weights = configuration.Weights.With(setting, number) };

    private static double Weight(string name, double value) =>
        !(value >= 0)
            ? throw OptionException.OutOfRange(name, value, "a number of at least 0; 0 makes the term diagnostic only")
        : !Objective.IsWeight(value)
            ? throw OptionException.OutOfRange(name, value, "0, or a positive number that float32 can hold")
        : value;
}
