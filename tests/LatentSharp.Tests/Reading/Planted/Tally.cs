using System.Text;
using LatentSharp.Reading;

namespace LatentSharp.Tests.Reading.Planted;

/// <summary>How often each rule found what was planted, and what was not.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, (int Planted, int Found, int Absent, int FalseAlarms)> rules = new(
        StringComparer.Ordinal);
    private readonly List<string> misses = [];

    public Tally()
    {
        foreach (
            string id in RuleBook.Rules.Select(rule => rule.Id).Concat(RuleBook.ComparisonRules.Select(rule => rule.Id))
        )
            rules[id] = default;
    }

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
    /// Rules that found less than 98% of what was planted, or more than 1% of what was not. One chance miss is let
    /// pass: in a few seeds it is more than either.
    /// </summary>
    public IEnumerable<string> OutOfBounds =>
        from rule in rules
        let counts = rule.Value
        where
            counts.Planted - counts.Found > Math.Max(1, 0.02 * counts.Planted)
            || counts.FalseAlarms > Math.Max(1, 0.01 * counts.Absent)
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
