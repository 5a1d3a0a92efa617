using System.Text;
using LatentSharp.Reading;

namespace LatentSharp.Tests.Reading.Planted;

/// <summary>How often each rule found what was planted, and what was not.</summary>
/// <param name="recall">The share of what was planted that must be found.</param>
/// <param name="falseAlarms">The share of what was not that may be.</param>
internal sealed class Tally(double recall = 0.98, double falseAlarms = 0.01)
{
    private readonly SortedDictionary<string, (int Planted, int Found, int Absent, int FalseAlarms)> rules = new(
        RuleBook.Rules.Select(rule => rule.Id)
            .Concat(RuleBook.ComparisonRules.Select(rule => rule.Id))
            .ToDictionary(id => id, _ => default((int, int, int, int))),
        StringComparer.Ordinal);
    private readonly List<string> misses = [];

    public void Add(
        string cause,
        ulong seed,
        IEnumerable<string> ids,
        IReadOnlyCollection<string> planted,
        IReadOnlyCollection<string> found)
    {
        foreach (string id in ids)
        {
            (int were, int hits, int absent, int alarms) = rules[id];
            bool here = found.Contains(id);
            rules[id] = planted.Contains(id)
                ? (were + 1, hits + (here ? 1 : 0), absent, alarms)
                : (were, hits, absent + 1, alarms + (here ? 1 : 0));
            if (here != planted.Contains(id))
                misses.Add($"{(here ? "false alarm" : "missed")} {id}: {cause}, seed {seed}");
        }
    }

    /// <summary>
    /// Rules that found less of what was planted, or more of what was not. One chance miss is let pass: in a few seeds
    /// it is more than either.
    /// </summary>
    public IEnumerable<string> OutOfBounds =>
        from rule in rules
        let counts = rule.Value
        where
            counts.Planted - counts.Found > Math.Max(1, (1 - recall) * counts.Planted)
            || counts.FalseAlarms > Math.Max(1, falseAlarms * counts.Absent)
        select rule.Key;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("rule      planted   found   recall     absent   false alarms    rate");
        foreach ((string id, (int planted, int found, int absent, int alarms)) in rules)
            text.AppendLine(
                $"{id,-8}{planted,9}{found,8}{(double)found / planted,9:P1}{absent,11}{alarms,15}"
                    + $"{(double)alarms / absent,8:P2}");
        foreach (IGrouping<string, string> group in misses.GroupBy(miss => miss.Split(", seed")[0]))
            text.AppendLine($"{group.Key}: {group.Count()}");
        return text.ToString();
    }
}
