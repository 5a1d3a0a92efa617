using MathNet.Numerics;

namespace LatentSharp.Reading.Categorical;

/// <summary>How often each value comes with each label, and what of that chance alone would make.</summary>
internal sealed class ContingencyTable
{
    private readonly int columns;
    private readonly long[] counts, ofRow, ofColumn;
    private readonly long all;

    /// <summary>Counts.</summary>
    /// <param name="values">The value of each example.</param>
    /// <param name="valueCount">K</param>
    /// <param name="labels">The label of each example, counted from 0.</param>
    /// <param name="labelCount">C</param>
    public ContingencyTable(ReadOnlySpan<int> values, int valueCount, ReadOnlySpan<int> labels, int labelCount)
    {
        columns = labelCount;
        all = values.Length;
        (counts, ofRow, ofColumn) = (new long[valueCount * labelCount], new long[valueCount], new long[labelCount]);
        for (int n = 0; n < values.Length; n++)
        {
            counts[values[n] * labelCount + labels[n]]++;
            ofRow[values[n]]++;
            ofColumn[labels[n]]++;
        }
    }

    /// <summary>The examples of a value, by label.</summary>
    public ReadOnlySpan<long> this[int value] => counts.AsSpan(value * columns, columns);

    /// <summary>The label of each value by the best matching, -1 where it has none.</summary>
    public int[] Matching() => BestMatching.Of(counts, ofRow.Length, columns);

    /// <summary>The share of examples whose value is that of their label.</summary>
    public double Accuracy(int[] matching) => (double)BestMatching.Total(counts, columns, matching) / all;

    /// <summary>
    /// (I - E I) / ((H(values) + H(labels)) / 2 - E I), with E I the mean over all tables of the same margins (Vinh,
    /// Epps and Bailey 2010, "Information theoretic measures for clusterings comparison").
    /// </summary>
    public double AdjustedMutualInformation()
    {
        double information = 0, expected = Expected();
        for (int at = 0; at < counts.Length; at++)
        {
            double n = counts[at], i = ofRow[at / columns], j = ofColumn[at % columns];
            information += n > 0 ? n / all * Math.Log(n / i * (all / j)) : 0;
        }

        double most = (Entropy(ofRow) + Entropy(ofColumn)) / 2;
        // Where one value and one label take everything, they agree.
        return most > expected ? (information - expected) / (most - expected) : 1;
    }

    /// <summary>
    /// Pairs of examples on which values and labels agree, less those by chance (Hubert and Arabie 1985, "Comparing
    /// partitions").
    /// </summary>
    public double AdjustedRandIndex()
    {
        double both = counts.Sum(Pairs), rows = ofRow.Sum(Pairs), columns = ofColumn.Sum(Pairs),
            chance = rows * (columns / Pairs(all)), most = (rows + columns) / 2;
        return most == chance ? 1 : (both - chance) / (most - chance);

        static double Pairs(long n) => n * (n - 1.0) / 2;
    }

    // sum over i, j and n of n/N ln(N n / (a_i b_j)) times the hypergeometric probability of n.
    private double Expected()
    {
        double[] logFactorial = [.. Enumerable.Range(0, (int)all + 1).Select(n => SpecialFunctions.GammaLn(n + 1.0))];
        double expected = 0;
        foreach (long a in ofRow)
        {
            foreach (long b in ofColumn)
            {
                double margins = logFactorial[a] + logFactorial[b] + logFactorial[all - a] + logFactorial[all - b]
                    - logFactorial[all];
                for (long n = Math.Max(1, a + b - all); n <= Math.Min(a, b); n++)
                {
                    double log = margins - logFactorial[n] - logFactorial[a - n] - logFactorial[b - n]
                        - logFactorial[all - a - b + n];
                    expected += (double)n / all * Math.Log((double)all * n / ((double)a * b)) * Math.Exp(log);
                }
            }
        }

        return expected;
    }

    private double Entropy(long[] margin) =>
        -margin.Where(n => n > 0).Sum(n => (double)n / all * Math.Log((double)n / all));
}
