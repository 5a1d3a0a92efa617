using System.Collections.Immutable;
using System.Globalization;
using LatentSharp.Reading;
using LatentSharp.Words;

namespace LatentSharp.Cli;

/// <summary>The values of latent read's options that are more than a word.</summary>
internal static class ReadArguments
{
    /// <summary>Reads role=array pairs.</summary>
    public static Dictionary<string, string> ParseMap(string[] pairs)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == pair.Length - 1)
                throw new OptionException($"--map {pair}: give role=array, such as posterior_mean=mu");
            if (!map.TryAdd(pair[..equals], pair[(equals + 1)..]))
                throw new OptionException($"--map {pair}: the role {pair[..equals]} is given twice; give it once");
        }

        return map;
    }

    /// <summary>Reads ids of rules, parted by commas; none where nothing is given.</summary>
    public static ImmutableHashSet<string> ParseIds(string? text)
    {
        string[] known =
        [
            .. RuleBook.Rules.Select(rule => rule.Id), .. RuleBook.ComparisonRules.Select(rule => rule.Id),
        ];
        string[] ids = text?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        return ids.FirstOrDefault(id => !known.Contains(id, StringComparer.Ordinal)) is { } unknown
            ? throw new OptionException(
                $"--ignore {text}: there is no finding '{unknown}'; {NearestName.Suggestion(unknown, known)}")
            : [.. ids];
    }

    /// <summary>Reads a weight; null where none is given.</summary>
    public static double? ParseWeight(string option, string? text)
    {
        if (text is null)
            return null;
        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double weight)
            && weight >= 0
            && double.IsFinite(weight)
            ? weight
            : throw new OptionException(
                $"{option} is {text}; give a number of at least 0, such as 0.5");
    }
}
