using LatentSharp.Objectives;

namespace LatentSharp.Runs.Configuration;

/// <summary>
/// What terms weigh, how a weight rises, and the numbers of their own; what is not named has its default.
/// </summary>
public sealed class TermWeights : IEquatable<TermWeights>
{
    // By key, without those that are the default.
    private readonly SortedDictionary<string, double> numbers = new(StringComparer.Ordinal);

    /// <summary>The weight of a term.</summary>
    public double WeightOf(TermInfo term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return numbers.GetValueOrDefault(term.WeightKey, term.DefaultWeight);
    }

    /// <summary>A number of a term beside its weight.</summary>
    public double NumberOf(TermSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return numbers.GetValueOrDefault(setting.Key, setting.Default);
    }

    /// <summary>The same with another weight of one term.</summary>
    public TermWeights With(TermInfo term, double weight)
    {
        ArgumentNullException.ThrowIfNull(term);
        return With(term.WeightKey, weight, term.DefaultWeight);
    }

    /// <summary>The same with another number of one term.</summary>
    public TermWeights With(TermSetting setting, double number)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return With(setting.Key, number, setting.Default);
    }

    /// <inheritdoc/>
    public bool Equals(TermWeights? other) => other is not null && numbers.SequenceEqual(other.numbers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TermWeights);

    /// <inheritdoc/>
    public override int GetHashCode() => numbers.Aggregate(0, (hash, set) => HashCode.Combine(hash, set));

    private TermWeights With(string key, double number, double otherwise)
    {
        var changed = new TermWeights();
        foreach ((string other, double set) in numbers)
            changed.numbers[other] = set;
        if (number == otherwise)
            changed.numbers.Remove(key);
        else
            changed.numbers[key] = number;
        return changed;
    }
}
