using System.Numerics.Tensors;

namespace LatentSharp.Reading.Categorical;

/// <summary>Sums of q over the examples of each label, and what they say of I(z;s).</summary>
/// <param name="labels">C</param>
/// <param name="variables">M</param>
/// <param name="values">K</param>
internal sealed class LabelCells(int labels, int variables, int values)
{
    private readonly long[] counts = new long[labels];
    private readonly double[] sums = new double[labels * variables * values],
        mean = new double[variables * values],
        own = new double[values],
        rest = new double[values];

    /// <summary>How many examples.</summary>
    public long Count { get; private set; }

    /// <summary>Whether two of them have the same label.</summary>
    public bool Repeats => counts.Any(count => count > 1);

    public void Clear()
    {
        Array.Clear(counts);
        Array.Clear(sums);
        Count = 0;
    }

    /// <summary>Adds an example.</summary>
    public void Add(int label, LogProbabilities posterior, int row)
    {
        counts[label]++;
        Count++;
        for (int variable = 0; variable < variables; variable++)
        {
            Span<double> sum = Of(label, variable);
            TensorPrimitives.Add(sum, posterior.Of(row, variable), sum);
        }
    }

    /// <summary>Adds those of other examples, or takes them away.</summary>
    public void Add(LabelCells other, int sign = 1)
    {
        for (int i = 0; i < counts.Length; i++)
            counts[i] += sign * other.counts[i];
        for (int i = 0; i < sums.Length; i++)
            sums[i] += sign * other.sums[i];
        Count += sign * other.Count;
    }

    /// <summary>
    /// H(mean q) - sum_s n_s/n H(mean q of s), summed over variables: above I(z;s) by what few examples add.
    /// </summary>
    public double Information()
    {
        Array.Clear(mean);
        double information = 0;
        for (int label = 0; label < counts.Length; label++)
        {
            for (int variable = 0; variable < variables && counts[label] > 0; variable++)
            {
                TensorPrimitives.Divide(Of(label, variable), (double)counts[label], own);
                information -= (double)counts[label] / Count * Entropy(own);
                Span<double> all = mean.AsSpan(variable * values, values);
                TensorPrimitives.MultiplyAdd(Of(label, variable), 1.0 / Count, all, all);
            }
        }

        for (int variable = 0; variable < variables; variable++)
            information += Entropy(mean.AsSpan(variable * values, values));
        return information;
    }

    /// <summary>
    /// What <see cref="Information"/>, which was computed before, falls by where an example is left out of the mean of
    /// its label, (n_s - 1)/n_s times: the sum over examples is the jackknife's correction of a stratified sample
    /// (Zahl 1977, "Jackknifing an index of diversity"). A single example of a label says nothing of its variance.
    /// </summary>
    public double Correction(int label, LogProbabilities posterior, int row)
    {
        double n = counts[label], share = n / Count, fall = 0;
        for (int variable = 0; variable < variables && n > 1; variable++)
        {
            ReadOnlySpan<double> q = posterior.Of(row, variable), sum = Of(label, variable),
                all = mean.AsSpan(variable * values, values);
            fall += Entropy(all);
            for (int k = 0; k < values; k++)
            {
                own[k] = sum[k] / n;
                rest[k] = Math.Max(0, sum[k] - q[k]) / (n - 1);
            }

            fall += share * (Entropy(rest) - Entropy(own));
            for (int k = 0; k < values; k++)
                rest[k] = Math.Max(0, all[k] + share * (rest[k] - own[k]));
            fall -= Entropy(rest);
        }

        return (n - 1) / n * fall;
    }

    private static double Entropy(ReadOnlySpan<double> distribution)
    {
        double entropy = 0;
        foreach (double share in distribution)
            entropy -= share > 1e-12 ? share * Math.Log(share) : 0;
        return entropy;
    }

    private Span<double> Of(int label, int variable) => sums.AsSpan((label * variables + variable) * values, values);
}
