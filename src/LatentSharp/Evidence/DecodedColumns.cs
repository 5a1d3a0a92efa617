using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Evidence;

/// <summary>What the decoder says of the targets, collected over the examples of a data set.</summary>
/// <param name="examples">N</param>
/// <param name="samples">S</param>
internal sealed class DecodedColumns(int examples, int samples)
{
    /// <summary>-log p(y|x,z) at the posterior's mean, [N].</summary>
    public NumberColumns NllAtMean { get; } = new(examples, 1);

    /// <summary>At draws of the posterior, [N, S].</summary>
    public NumberColumns NllPosterior { get; } = new(examples, samples);

    /// <summary>At draws of the router, [N, S].</summary>
    public NumberColumns NllPrior { get; } = new(examples, samples);

    /// <summary>At another example's z, [N].</summary>
    public NumberColumns NllShuffled { get; } = new(examples, 1);

    /// <summary>log p(z|x) - log q(z|x,y) at draws of the posterior, [N, S].</summary>
    public NumberColumns LogRatioPosterior { get; } = new(examples, samples);

    /// <summary>Adds a batch whose first example has the number <paramref name="start"/>.</summary>
    public void Add(VariationalOutput output, Variable target, int start)
    {
        LatentDraws draws = output.Draws!, routed = output.RouterDraws!;
        NllPosterior.Add(start, -output.LogLikelihood(target));
        NllPrior.Add(start, -output.RouterLikelihood!.LogProbability(target.Repeat(routed.Count)));
        LogRatioPosterior.Add(
            start,
            output.Prior.LogProbability(draws.Values) - output.Posterior.LogProbability(draws.Values));
    }
}

/// <summary>A number per example and draw, filled batch by batch; draws come as whole batches.</summary>
internal sealed class NumberColumns(int examples, int columns)
{
    private float[]? values;

    /// <summary>The numbers of a batch, [draws * batch].</summary>
    public void Add(int start, Variable numbers)
    {
        values ??= new float[examples * columns];
        ReadOnlySpan<float> rows = numbers.Value.Span;
        int batch = rows.Length / columns;
        for (int row = 0; row < batch; row++)
        {
            for (int draw = 0; draw < columns; draw++)
                values[(start + row) * columns + draw] = rows[draw * batch + row];
        }
    }

    /// <summary>The columns as evidence; null where nothing was added.</summary>
    public MemoryArray? ToArray(EvidenceRole role) =>
        values is null ? null : new MemoryArray(role.Name, values, columns);
}
