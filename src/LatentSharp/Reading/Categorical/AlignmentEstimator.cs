using System.Collections.Immutable;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Categorical;

/// <summary>
/// The one-to-one alignment of values and labels. A matching is chosen after the fact, and the best of several
/// variables is too, so that chance has more than one of the labels: what the same choice makes of permuted labels is
/// its level.
/// </summary>
internal static class AlignmentEstimator
{
    private const int FewestPermutations = 50, MostPermutations = 2000, MostSteps = 40_000_000;

    /// <summary>Measures it over the labelled examples.</summary>
    /// <exception cref="Data.DataException">A label is not a whole number.</exception>
    public static Measured<LabelAlignment> Estimate(LatentEvidence evidence, ReadingOptions options)
    {
        if (CategoricalNeeds.Labels.LackingIn(evidence) is { } lacking)
            return Measured<LabelAlignment>.Missing(lacking);
        if (LabelledRows.Of(evidence, evidence.Grouping, options) is not { } labelled)
            return Measured<LabelAlignment>.Missing(LabelledRows.Needs);
        int values = evidence.Values!.Value, labels = labelled.Labels.Length;
        int[][] likeliest = [.. Enumerable.Range(0, evidence.Variables).Select(labelled.Likeliest)];
        (int variable, ContingencyTable table, int[] matching) = Best(likeliest, values, labelled.Classes, labels);
        double[] right = new double[labelled.Rows.Length], drawn = new double[right.Length];
        for (int n = 0; n < right.Length; n++)
        {
            right[n] = matching[likeliest[variable][n]] == labelled.Classes[n] ? 1 : 0;
            int own = Array.IndexOf(matching, labelled.Classes[n]);
            drawn[n] = own < 0 ? 0 : labelled.Posterior.Of(n, variable)[own];
        }

        return new LabelAlignment(
            variable,
            ExampleMean.Of(evidence.Grouping, labelled.Rows, right),
            Chance(labelled, evidence.Grouping, likeliest, values, options),
            ExampleMean.Of(evidence.Grouping, labelled.Rows, drawn),
            table.AdjustedMutualInformation(),
            table.AdjustedRandIndex(),
            [.. labelled.Labels],
            [.. matching],
            [.. Enumerable.Range(0, values).Select(value => table[value].ToArray().ToImmutableArray())],
            right.Length,
            labelled.LeftOut);
    }

    /// <summary>The accuracy with permuted labels: the mean, and the standard deviation over permutations.</summary>
    /// <param name="shuffle">The labels.</param>
    /// <param name="values">The value of each example, by variable.</param>
    /// <param name="valueCount">K</param>
    /// <param name="labelCount">C</param>
    /// <param name="options">The seed.</param>
    public static Estimate Chance(
        LabelShuffle shuffle,
        int[][] values,
        int valueCount,
        int labelCount,
        ReadingOptions options)
    {
        long steps = (long)values.Length
            * (values[0].Length + (long)valueCount * labelCount * Math.Min(valueCount, labelCount));
        var chance = default(RunningMoments);
        for (int i = 0; i < Math.Clamp(MostSteps / steps, FewestPermutations, MostPermutations); i++)
        {
            int[] labels = shuffle.Next(
                EstimationStream.Control.For(options, 2 * i + 1),
                EstimationStream.Control.For(options, 2 * i + 2));
            (_, ContingencyTable table, int[] matching) = Best(values, valueCount, labels, labelCount);
            chance.Add(table.Accuracy(matching));
        }

        return new Estimate(chance.Mean, chance.StandardError * Math.Sqrt(chance.Count));
    }

    private static Estimate Chance(
        LabelledRows labelled,
        ExampleGroups groups,
        int[][] values,
        int valueCount,
        ReadingOptions options) =>
        Chance(
            new LabelShuffle(labelled.Classes, labelled.Rows, groups),
            values,
            valueCount,
            labelled.Labels.Length,
            options);

    private static (int Variable, ContingencyTable Table, int[] Matching) Best(
        int[][] values,
        int valueCount,
        int[] labels,
        int labelCount) =>
        values
            .Select((each, variable) =>
            {
                var table = new ContingencyTable(each, valueCount, labels, labelCount);
                return (variable, table, matching: table.Matching());
            })
            .MaxBy(each => each.table.Accuracy(each.matching));
}
