using System.Runtime.CompilerServices;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Runs;

/// <content>One row, many rows at once, and rows without end, with new arrays for what comes of them.</content>
public sealed partial class TrainedModel
{
    private const int RowsAtOnce = 256;

    /// <summary>Draws y for one x.</summary>
    /// <param name="condition">x, in the units of the data and the order of <see cref="ConditionFields"/>.</param>
    /// <param name="count">How many draws; at least 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <returns><paramref name="count"/> rows of y, in the order of <see cref="TargetFields"/>.</returns>
    /// <exception cref="ArgumentException">There are more or fewer numbers than x has.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    public float[][] Sample(ReadOnlySpan<float> condition, int count, ulong seed = 0)
    {
        this.condition.Require(condition.Length, rows: 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var values = new float[checked(count * target.Width)];
        Sample(condition, count, seed, values);
        return [.. values.Chunk(target.Width)];
    }

    /// <summary>Draws y for many x at once.</summary>
    /// <param name="conditions">x, [rows, condition].</param>
    /// <param name="count">Draws per row; at least 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <returns>y, [rows, count, target].</returns>
    /// <exception cref="ArgumentException">The tensor is of another shape.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    public Tensor SampleMany(Tensor conditions, int count, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (conditions.Shape.Rank != 2 || conditions.Shape[1] != condition.Width)
            throw new ArgumentException(
                $"TrainedModel: the conditions have shape {conditions.Shape}; expected [rows, {condition.Width}].");
        var targets = new Tensor(new Shape(conditions.Shape[0], count, target.Width));
        Sample(conditions.Span, count, seed, targets.Span);
        return targets;
    }

    /// <summary>
    /// Draws y for x as they come, some hundreds at once: for more than memory holds. What comes of a row is what
    /// <see cref="SampleMany(Tensor, int, ulong)"/> gives it.
    /// </summary>
    /// <param name="conditions">x, each [condition].</param>
    /// <param name="count">Draws per row; at least 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    /// <returns>y of every x, each [count, target], in their order.</returns>
    /// <exception cref="ArgumentException">A row has more or fewer numbers than x has.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    public async IAsyncEnumerable<float[]> SampleMany(
        IAsyncEnumerable<float[]> conditions,
        int count,
        ulong seed = 0,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var rows = new List<float>(RowsAtOnce * condition.Width);
        (int first, int waiting, int length) = (0, 0, checked(count * target.Width));
        await foreach (float[] row in conditions.WithCancellation(cancellation).ConfigureAwait(false))
        {
            condition.Require(row.Length, rows: 1);
            rows.AddRange(row);
            if (++waiting < RowsAtOnce)
                continue;
            foreach (float[] drawn in Drawn())
                yield return drawn;
            (first, waiting) = (checked(first + waiting), 0);
            rows.Clear();
        }

        foreach (float[] drawn in Drawn())
            yield return drawn;

        float[][] Drawn()
        {
            var values = new float[checked(waiting * length)];
            if (waiting > 0)
                Sample(rows.ToArray(), count, seed, values, first);
            return [.. values.Chunk(length)];
        }
    }

    /// <summary>p(z|x) of one x: the router's mean and variance.</summary>
    /// <param name="condition">x, [condition].</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than x has.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model has no Gaussian latent.</exception>
    public LatentNormal Route(ReadOnlySpan<float> condition)
    {
        this.condition.Require(condition.Length, rows: 1);
        float[] mean = new float[LatentDimensions], variance = new float[LatentDimensions];
        inference.Encode(condition, default, infer: false, rows: 1, mean, variance);
        return new LatentNormal(mean, variance);
    }

    /// <summary>q(z|x,y) of one row: the inference network's mean and variance, or the router's without one.</summary>
    /// <param name="condition">x, [condition].</param>
    /// <param name="target">y, [target].</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than x or y have.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model has no Gaussian latent.</exception>
    public LatentNormal Infer(ReadOnlySpan<float> condition, ReadOnlySpan<float> target)
    {
        this.condition.Require(condition.Length, rows: 1);
        this.target.Require(target.Length, rows: 1);
        float[] mean = new float[LatentDimensions], variance = new float[LatentDimensions];
        inference.Encode(condition, target, infer: true, rows: 1, mean, variance);
        return new LatentNormal(mean, variance);
    }

    /// <summary>
    /// p(z|x) of one x as the numbers of its family, by their names: <c>logits</c>, or <c>mean</c> and <c>logvar</c>.
    /// </summary>
    /// <param name="condition">x, [condition].</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than x has.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model has no latent.</exception>
    public IReadOnlyDictionary<string, float[]> RouteParts(ReadOnlySpan<float> condition)
    {
        this.condition.Require(condition.Length, rows: 1);
        return Named(inference.Parts(condition, default, infer: false));
    }

    /// <summary>q(z|x,y) of one row as the numbers of its family, by their names.</summary>
    /// <param name="condition">x, [condition].</param>
    /// <param name="target">y, [target].</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than x or y have.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model has no latent.</exception>
    public IReadOnlyDictionary<string, float[]> InferParts(ReadOnlySpan<float> condition, ReadOnlySpan<float> target)
    {
        this.condition.Require(condition.Length, rows: 1);
        this.target.Require(target.Length, rows: 1);
        return Named(inference.Parts(condition, target, infer: true));
    }

    /// <summary>The decoder's mean at the mean of p(z|x), for one x.</summary>
    /// <param name="condition">x, [condition].</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than x has.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    public float[] Mean(ReadOnlySpan<float> condition)
    {
        this.condition.Require(condition.Length, rows: 1);
        var mean = new float[target.Width];
        Mean(condition, mean);
        return mean;
    }

    /// <summary>log p(y|x) of one row by draws of q, in nats and in the units of the data.</summary>
    /// <param name="condition">x, [condition].</param>
    /// <param name="target">y, [target].</param>
    /// <param name="samples">Draws of z; at least 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than x or y have.</exception>
    /// <exception cref="DataException">
    /// A number is not finite, or a target is one that the likelihood gives no probability.
    /// </exception>
    public double LogLikelihood(
        ReadOnlySpan<float> condition,
        ReadOnlySpan<float> target,
        int samples,
        ulong seed = 0)
    {
        this.condition.Require(condition.Length, rows: 1);
        Span<double> result = stackalloc double[1];
        LogLikelihood(condition, target, samples, seed, result);
        return result[0];
    }

    private Dictionary<string, float[]> Named(float[][] parts) =>
        Model.Latent!.Parts.Zip(parts).ToDictionary(part => part.First, part => part.Second);

    // A density that is asked of what it gives no probability would be a number that means nothing.
    private void RequireProbable(ReadOnlySpan<float> targets, long firstRow)
    {
        if (Options.Likelihood is LikelihoodKind.Normal or LikelihoodKind.NormalLearnedScale)
            return;
        int place = targets.IndexOfAnyExcept(0f, 1f);
        if (place >= 0)
            throw target.Error(
                firstRow + place / target.Width,
                place % target.Width,
                FormattableString.Invariant($"{targets[place]} has no probability; expected 0 or 1"));
        if (Options.Likelihood != LikelihoodKind.Categorical)
            return;
        for (int row = 0; row * target.Width < targets.Length; row++)
        {
            int classes = targets.Slice(row * target.Width, target.Width).Count(1f);
            if (classes != 1)
                throw target.Error(firstRow + row, 0, $"{classes} of the row's classes are 1; expected exactly one");
        }
    }
}
