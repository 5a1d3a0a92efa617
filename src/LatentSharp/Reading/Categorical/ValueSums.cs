namespace LatentSharp.Reading.Categorical;

/// <summary>What examples of a categorical latent add up to.</summary>
/// <param name="variables">M</param>
/// <param name="values">K</param>
internal sealed class ValueSums(int variables, int values)
{
    private const int Parts = 6;

    private readonly double[] sums = new double[1 + 2 * variables * values + Parts * variables];

    public int Variables => variables;

    public int Values => values;

    public double Examples => sums[0];

    /// <summary>q of each value, [M * K].</summary>
    public Span<double> Posterior => sums.AsSpan(1, variables * values);

    /// <summary>p of each value, [M * K].</summary>
    public Span<double> Prior => sums.AsSpan(1 + variables * values, variables * values);

    /// <summary>H(q) of each variable, [M].</summary>
    public Span<double> PosteriorEntropy => Part(0);

    /// <summary>H(p), [M].</summary>
    public Span<double> PriorEntropy => Part(1);

    /// <summary>KL(q || p), [M].</summary>
    public Span<double> Divergence => Part(2);

    /// <summary>-sum_k q ln p, [M].</summary>
    public Span<double> CrossEntropy => Part(3);

    /// <summary>q of the router's likeliest value, [M].</summary>
    public Span<double> Agreement => Part(4);

    /// <summary>p of it, [M].</summary>
    public Span<double> Confidence => Part(5);

    public void AddExample() => sums[0]++;

    /// <summary>Adds those of other examples.</summary>
    public void Add(ValueSums other)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] += other.sums[i];
    }

    /// <summary>Those of all examples but some of them.</summary>
    public ValueSums Without(ValueSums some)
    {
        var rest = new ValueSums(variables, values);
        for (int i = 0; i < sums.Length; i++)
            rest.sums[i] = sums[i] - some.sums[i];
        return rest;
    }

    /// <summary>The mean over examples of the sum over variables.</summary>
    public double Mean(ReadOnlySpan<double> part)
    {
        double sum = 0;
        foreach (double value in part)
            sum += value;
        return sum / Examples;
    }

    /// <summary>The entropy of each variable's mean distribution, [M].</summary>
    public double[] MarginalEntropies(ReadOnlySpan<double> of)
    {
        var entropies = new double[variables];
        for (int at = 0; at < of.Length; at++)
        {
            // What leaving examples out takes away may leave a rounding error below 0.
            double share = of[at] / Examples;
            entropies[at / values] -= share > 0 ? share * Math.Log(share) : 0;
        }

        return entropies;
    }

    private Span<double> Part(int number) => sums.AsSpan(1 + 2 * variables * values + number * variables, variables);
}
