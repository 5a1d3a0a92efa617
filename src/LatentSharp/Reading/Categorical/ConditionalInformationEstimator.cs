using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Categorical;

/// <summary>
/// I(z;s|x) as the mean over x of what z says about the label among its examples, and I(z;s) over the same examples
/// together. Of both the bias of few examples is taken by a jackknife, over examples within an x and over groups of x;
/// the errors are the latter's.
/// </summary>
internal static class ConditionalInformationEstimator
{
    // What each x is gone through with.
    private const int MostLabels = 256;
    private const int FewestPermutations = 20, MostPermutations = 100, MostSteps = 10_000_000;

    /// <summary>Measures it over the examples of x with at least two labels.</summary>
    /// <exception cref="Data.DataException">A label is not a whole number, or an example has no x.</exception>
    public static Measured<ConditionalInformation> Estimate(LatentEvidence evidence, ReadingOptions options)
    {
        if (CategoricalNeeds.LabelsWithin.LackingIn(evidence) is { } lacking)
            return Measured<ConditionalInformation>.Missing(lacking);
        var conditions = ExampleGroups.Of(evidence.ConditionId ?? evidence.Groups);
        if (LabelledRows.Of(evidence, conditions, options) is not { } labelled)
            return Measured<ConditionalInformation>.Missing(LabelledRows.Needs);
        if (labelled.Labels.Length > MostLabels)
            return Measured<ConditionalInformation>.Missing($"labels of at most {MostLabels} classes");
        (int Start, int End)[] shared = [.. Shared(labelled, conditions)];
        if (shared.Length < 2)
            return Measured<ConditionalInformation>.Missing("examples of different labels that share an x, of two x");
        return new Sums(evidence, labelled, shared).Measure(options);
    }

    // The examples of each x that has two labels.
    private static IEnumerable<(int Start, int End)> Shared(LabelledRows labelled, ExampleGroups conditions)
    {
        for (int start = 0, end; start < labelled.Rows.Length; start = end)
        {
            end = start + 1;
            while (end < labelled.Rows.Length
                && conditions[labelled.Rows[end]] == conditions[labelled.Rows[start]])
                end++;
            if (labelled.Classes.AsSpan(start..end).ContainsAnyExcept(labelled.Classes[start]))
                yield return (start, end);
        }
    }

    private sealed class Sums(LatentEvidence evidence, LabelledRows labelled, (int Start, int End)[] shared)
    {
        private readonly LabelCells within = NewCells(evidence, labelled);

        private static LabelCells NewCells(LatentEvidence evidence, LabelledRows labelled) =>
            new(labelled.Labels.Length, evidence.Variables, evidence.Values!.Value);

        public ConditionalInformation Measure(ReadingOptions options)
        {
            LabelCells all = NewCells(evidence, labelled);
            var groups = new SortedDictionary<int, (LabelCells Cells, double Within)>();
            double total = 0;
            bool repeats = false;
            foreach ((int start, int end) in shared)
            {
                double information = Within(start, end, labelled.Classes);
                repeats |= within.Repeats;
                int group = JackknifeGroups.Of(evidence.Grouping[labelled.Rows[start]]);
                if (!groups.TryGetValue(group, out (LabelCells Cells, double Within) part))
                    part.Cells = NewCells(evidence, labelled);
                part.Cells.Add(within);
                groups[group] = (part.Cells, part.Within + information);
                all.Add(within);
                total += information;
            }

            double value = total / all.Count, global = all.Information();
            // Without each group of x.
            (double H, double Value, double Global)[] without =
            [
                .. groups.Values.Where(group => group.Cells.Count < all.Count).Select(group =>
                {
                    all.Add(group.Cells, sign: -1);
                    (double, double, double) rest = (
                        (double)(all.Count + group.Cells.Count) / group.Cells.Count,
                        (total - group.Within) / all.Count,
                        all.Information());
                    all.Add(group.Cells);
                    return rest;
                }),
            ];
            Estimate conditional = Jackknifed(value, rest => rest.Value);
            return new ConditionalInformation(
                conditional,
                Jackknifed(global, rest => rest.Global),
                value > 2 * conditional.StandardError
                    ? Jackknifed(global / value, rest => rest.Global / rest.Value)
                    : Measured<Estimate>.Missing("an I(z;s|x) that is clear of 0"),
                repeats ? Chance(options) : null,
                checked((int)all.Count),
                shared.Length);

            Estimate Jackknifed(double whole, Func<(double H, double Value, double Global), double> part) =>
                Jackknife.Estimate(whole, [.. without.Select(rest => (rest.H, whole - part(rest)))]);
        }

        private Estimate Chance(ReadingOptions options)
        {
            long steps = (long)labelled.Rows.Length * evidence.Variables * evidence.Values!.Value;
            var chance = default(RunningMoments);
            for (int i = 0; i < Math.Clamp(MostSteps / steps, FewestPermutations, MostPermutations); i++)
            {
                int[] shuffled = Shuffled(EstimationStream.Control.For(options, i + 1));
                double total = 0, count = 0;
                foreach ((int start, int end) in shared)
                {
                    total += Within(start, end, shuffled);
                    count += within.Count;
                }

                chance.Add(total / count);
            }

            return new Estimate(chance.Mean, chance.StandardError * Math.Sqrt(chance.Count));
        }

        // Within each x.
        private int[] Shuffled(RandomStream stream)
        {
            int[] shuffled = [.. labelled.Classes];
            var random = new float[shuffled.Length];
            stream.FillUniform(random);
            foreach ((int start, int end) in shared)
                Array.Sort(random, shuffled, start, end - start);
            return shuffled;
        }

        // n I(z;s) of the examples of an x, less the bias of so few.
        private double Within(int start, int end, int[] labels)
        {
            within.Clear();
            for (int n = start; n < end; n++)
                within.Add(labels[n], labelled.Posterior, n);
            double information = within.Information();
            for (int n = start; n < end; n++)
                information += within.Correction(labels[n], labelled.Posterior, n);
            return within.Count * information;
        }
    }
}
