using LatentSharp.Autodiff;
using LatentSharp.Tensors;

namespace LatentSharp.Latents.Categorical;

/// <summary>
/// A latent of M independent variables with K values each, given by logits. z is M one-hot blocks side by side, of
/// width M * K. Where there are at most <see cref="MostEnumerated"/> values of z, draws are all of them with their
/// probabilities, and expectations are exact.
/// </summary>
public sealed class CategoricalLatent : IHasEntropy, IHasMarginal, IHasDivergenceParts
{
    /// <summary>The most values of z that are gone through.</summary>
    public const int MostEnumerated = 4096;

    private readonly int values;

    /// <summary>Reads the distribution off logits.</summary>
    /// <param name="logits">Unnormalised log-probabilities, [batch, M * K].</param>
    /// <param name="values">K, at least 2.</param>
    /// <exception cref="ArgumentException">There are fewer than 2, or they do not divide the columns.</exception>
    public CategoricalLatent(Variable logits, int values)
        : this(logits, values, (logits ?? throw new ArgumentNullException(nameof(logits))).LogSoftmax(values))
    {
    }

    private CategoricalLatent(Variable logits, int values, Variable logProbabilities)
    {
        Family = FamilyOf(logits.Shape.Last / values, values);
        (Logits, this.values, LogProbabilities) = (logits, values, logProbabilities);
    }

    /// <summary>Unnormalised log-probabilities, [batch, M * K].</summary>
    public Variable Logits { get; }

    /// <summary>The log-probability of each value of each variable, in nats: [batch, M * K].</summary>
    public Variable LogProbabilities { get; }

    /// <inheritdoc/>
    public LatentFamily Family { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Variable> Parts => [Logits];

    /// <inheritdoc/>
    public bool IsStandard { get; init; }

    /// <summary>The family of M variables with K values each.</summary>
    /// <param name="variables">M, at least 1.</param>
    /// <param name="values">K, at least 2.</param>
    /// <exception cref="ArgumentException">They are fewer.</exception>
    public static LatentFamily FamilyOf(int variables, int values)
    {
        if (variables < 1 || values < 2)
            throw new ArgumentException(
                $"A categorical latent of {variables} variables with {values} values: give at least 1 variable of at " +
                    "least 2.");
        long count = 1;
        for (int i = 0; i < variables && count <= MostEnumerated; i++)
            count *= values;
        return new LatentFamily("categorical", checked(variables * values), ["logits"])
        {
            Values = values,
            Enumerated = count <= MostEnumerated ? (int)count : null,
        };
    }

    /// <inheritdoc/>
    public LatentDraws Draw(int count, INoise noise)
    {
        if (Family.Enumerated is not { } all)
            return Sample(count, noise);
        Variable z = AllValues.Of(Logits.Tape, values, Logits.Shape.Last / values, all, Logits.Shape[0]);
        return new LatentDraws(z, all, LogProbability(z));
    }

    /// <inheritdoc/>
    public LatentDraws Sample(int count, INoise noise) =>
        new(Perturbed(count, noise).LargestOneHot(values), count);

    /// <summary>
    /// ln p + g with g from the Gumbel distribution, for every draw: the largest of a variable is a draw of it (Gumbel
    /// 1954; Maddison, Tarlow and Minka 2014, section 2).
    /// </summary>
    /// <param name="count">Draws per example.</param>
    /// <param name="noise">The random numbers.</param>
    /// <returns>[count * batch, M * K]</returns>
    public Variable Perturbed(int count, INoise noise)
    {
        ArgumentNullException.ThrowIfNull(noise);
        // From [0, 1) to between its ends, where both logarithms are finite.
        const float scale = 1f - 1f / (1 << 23), shift = 1f / (1 << 26);
        Variable uniform = noise.Uniform(Logits.Tape, count, Logits.Shape[0], Logits.Shape.Last).Affine(scale, shift);
        return LogProbabilities.Repeat(count) - (-uniform.Log()).Log();
    }

    /// <inheritdoc/>
    public Variable LogProbability(Variable latent)
    {
        ArgumentNullException.ThrowIfNull(latent);
        return (latent * LogProbabilities.Repeat(latent.Shape[0] / Math.Max(Logits.Shape[0], 1))).SumLast();
    }

    /// <inheritdoc/>
    public Variable Divergence(ILatent prior) =>
        DivergencePerValue(prior).SumLast();

    private Variable DivergencePerValue(ILatent prior) =>
        prior is CategoricalLatent other && (other.values, other.Logits.Shape) == (values, Logits.Shape)
            ? LogProbabilities.Exp() * (LogProbabilities - other.LogProbabilities)
            : throw new ArgumentException(
                "The KL of a categorical latent is to a prior over the same values; this one is " +
                    $"{prior?.Family.Name ?? "missing"}, of shape {(prior as CategoricalLatent)?.Logits.Shape}.");

    /// <inheritdoc/>
    public Variable Entropy() => -(LogProbabilities.Exp() * LogProbabilities).SumLast();

    /// <inheritdoc/>
    public Variable DivergencePerDimension(ILatent prior)
    {
        Variable summands = DivergencePerValue(prior);
        int variables = Logits.Shape.Last / values;
        var blocks = new Tensor(new Shape(Logits.Shape.Last, variables));
        for (int row = 0; row < Logits.Shape.Last; row++)
            blocks.Row(row)[row / values] = 1f;
        return summands.MatrixMultiply(Logits.Tape.Constant(blocks));
    }

    /// <inheritdoc/>
    public Variable MarginalDivergence()
    {
        // A value that no example has counts nothing, and its logarithm stays finite.
        const float least = 1e-30f;
        int batch = Logits.Shape[0];
        Variable share = Logits.Tape.Constant(Tensor.Filled(new Shape(1, batch), 1f / batch)),
            mean = share.MatrixMultiply(LogProbabilities.Exp());
        return (mean * (mean + least).Log().Affine(1f, MathF.Log(values))).SumAll();
    }

    /// <inheritdoc/>
    public ILatent Muted() =>
        new CategoricalLatent(
            Logits,
            values,
            LogProbabilities.Affine(0f, -MathF.Log(values)).DifferentiatedAs(LogProbabilities));
}
