using LatentSharp.Objectives;

namespace LatentSharp.Runs.Configuration;

/// <summary>
/// What terms weigh, and over how many steps a weight rises from 0; a term that is not named has its default.
/// </summary>
public sealed class TermWeights : IEquatable<TermWeights>
{
    private readonly SortedDictionary<string, (double? Weight, int? WarmupSteps)> settings = [];

    /// <summary>The weight of a term.</summary>
    public double WeightOf(TermInfo term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return settings.TryGetValue(term.Name, out (double? Weight, int? _) set) && set.Weight is { } weight
            ? weight
            : term.DefaultWeight;
    }

    /// <summary>The steps over which the weight of a term rises from 0.</summary>
    public int WarmupStepsOf(TermInfo term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return settings.TryGetValue(term.Name, out (double? _, int? WarmupSteps) set) ? set.WarmupSteps ?? 0 : 0;
    }

    /// <summary>The same with another weight of one term.</summary>
    public TermWeights With(TermInfo term, double weight)
    {
        ArgumentNullException.ThrowIfNull(term);
        return With(term.Name, set => set with { Weight = weight == term.DefaultWeight ? null : weight });
    }

    /// <summary>The same with another warm-up of one term.</summary>
    public TermWeights WithWarmup(TermInfo term, int steps)
    {
        ArgumentNullException.ThrowIfNull(term);
        return With(term.Name, set => set with { WarmupSteps = steps == 0 ? null : steps });
    }

    /// <inheritdoc/>
    public bool Equals(TermWeights? other) => other is not null && settings.SequenceEqual(other.settings);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TermWeights);

    /// <inheritdoc/>
    public override int GetHashCode() => settings.Aggregate(0, (hash, set) => HashCode.Combine(hash, set));

    private TermWeights With(
        string name,
        Func<(double? Weight, int? WarmupSteps), (double? Weight, int? WarmupSteps)> change)
    {
        var changed = new TermWeights();
        foreach ((string other, (double?, int?) set) in settings)
            changed.settings[other] = set;
        (double? Weight, int? WarmupSteps) now = change(settings.GetValueOrDefault(name));
        if (now == default)
            changed.settings.Remove(name);
        else
            changed.settings[name] = now;
        return changed;
    }
}
