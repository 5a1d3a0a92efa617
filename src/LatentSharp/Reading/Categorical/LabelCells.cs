using System.Numerics.Tensors;

namespace LatentSharp.Reading.Categorical;

/// <summary>Sums of q, and of its square, over the examples of each label.</summary>
/// <param name="labels">C</param>
/// <param name="variables">M</param>
/// <param name="values">K</param>
internal sealed class LabelCells(int labels, int variables, int values)
{
    private readonly long[] counts = new long[labels];
    private readonly double[] sums = new double[labels * variables * values],
        squares = new double[labels * variables * values];

    /// <summary>How many examples.</summary>
    public long Count { get; private set; }

    /// <summary>Whether two of them have the same.</summary>
    public bool Repeats => counts.Any(count => count > 1);

    public void Clear()
    {
        Array.Clear(counts);
        Array.Clear(sums);
        Array.Clear(squares);
        Count = 0;
    }

    /// <summary>Adds a variable of an example; of the first variable, the example.</summary>
    public void Add(int label, int variable, ReadOnlySpan<double> q)
    {
        if (variable == 0)
        {
            counts[label]++;
            Count++;
        }

        Span<double> sum = Of(sums, label, variable), square = Of(squares, label, variable);
        TensorPrimitives.Add(sum, q, sum);
        TensorPrimitives.MultiplyAdd(q, q, square, square);
    }

    /// <summary>Adds those of other examples, or takes them away.</summary>
    public void Add(LabelCells other, int sign = 1)
    {
        for (int i = 0; i < counts.Length; i++)
            counts[i] += sign * other.counts[i];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += sign * other.sums[i];
            squares[i] += sign * other.squares[i];
        }

        Count += sign * other.Count;
    }

    /// <summary>
    /// I(z;s), summed over variables: H(mean q) - sum_s n_s/n H(mean q of s), each entropy with what the variance of a
    /// mean takes from it in expectation, 1/2 sum_k Var(mean q_k) / mean q_k (Miller 1955, "Note on the bias of
    /// information estimates", for q that is certain of its value). A label with a single example has no variance that
    /// could be told.
    /// </summary>
    public double Information()
    {
        double information = 0;
        Span<double> variances = new double[values], mean = new double[values], own = new double[values],
            ownVariances = new double[values];
        for (int variable = 0; variable < variables; variable++)
        {
            variances.Clear();
            mean.Clear();
            for (int label = 0; label < counts.Length; label++)
            {
                if (counts[label] == 0)
                    continue;
                double n = counts[label], share = n / Count;
                ReadOnlySpan<double> sum = Of(sums, label, variable), square = Of(squares, label, variable);
                for (int k = 0; k < values; k++)
                {
                    own[k] = sum[k] / n;
                    // Of the mean; the label's number of examples is given.
                    ownVariances[k] = n > 1 ? Math.Max(0, square[k] / n - own[k] * own[k]) / (n - 1) : 0;
                    mean[k] += share * own[k];
                    variances[k] += share * share * ownVariances[k];
                }

                information -= share * Entropy(own, ownVariances);
            }

            information += Entropy(mean, variances);
        }

        return information;
    }

    private static double Entropy(ReadOnlySpan<double> mean, ReadOnlySpan<double> variance)
    {
        double entropy = 0;
        for (int k = 0; k < mean.Length; k++)
            entropy += mean[k] > 1e-12 ? variance[k] / (2 * mean[k]) - mean[k] * Math.Log(mean[k]) : 0;
        return entropy;
    }

    private Span<double> Of(double[] all, int label, int variable) =>
        all.AsSpan((label * variables + variable) * values, values);
}
