using LatentSharp.Data;

namespace LatentSharp.Runs;

/// <content>Rows as spans: one or many, one after the other. In the steady state these allocate nothing.</content>
public sealed partial class TrainedModel
{
    /// <summary>
    /// Draws y for every row: z from p(z|x), then y from p(y|x,z). Draws of other rows and other numbers of draws are
    /// independent of each other under one seed.
    /// </summary>
    /// <param name="conditions">x, [rows, condition].</param>
    /// <param name="count">Draws per row; at least 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="targets">Receives y, [rows, count, target].</param>
    /// <param name="firstRow">
    /// The number of the first row among all that are drawn for under this seed: portions of a long list continue each
    /// other.
    /// </param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    public void Sample(
        ReadOnlySpan<float> conditions,
        int count,
        ulong seed,
        Span<float> targets,
        int firstRow = 0) =>
        Generate(conditions, default, given: false, means: false, count, seed, targets, firstRow);

    /// <summary>
    /// The decoder's means at draws of z from p(z|x): what <see cref="Sample(ReadOnlySpan{float}, int, ulong,
    /// Span{float}, int)"/> draws y around. Of images these are the usual pictures.
    /// </summary>
    /// <param name="conditions">x, [rows, condition].</param>
    /// <param name="count">Draws per row; at least 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="targets">Receives the means, [rows, count, target].</param>
    /// <param name="firstRow">The number of the first row among all that are drawn for under this seed.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    public void SampleMeans(
        ReadOnlySpan<float> conditions,
        int count,
        ulong seed,
        Span<float> targets,
        int firstRow = 0) =>
        Generate(conditions, default, given: false, means: true, count, seed, targets, firstRow);

    /// <summary>Draws y from p(y|x,z) at a given z for every row.</summary>
    /// <param name="conditions">x, [rows, condition].</param>
    /// <param name="latents">z, [rows, latent].</param>
    /// <param name="count">Draws per row; at least 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="targets">Receives y, [rows, count, target].</param>
    /// <param name="firstRow">The number of the first row among all that are drawn for under this seed.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    public void SampleAt(
        ReadOnlySpan<float> conditions,
        ReadOnlySpan<float> latents,
        int count,
        ulong seed,
        Span<float> targets,
        int firstRow = 0) =>
        Generate(conditions, latents, given: true, means: false, count, seed, targets, firstRow);

    /// <summary>p(z|x) of every row: the router's mean and variance.</summary>
    /// <param name="conditions">x, [rows, condition].</param>
    /// <param name="mean">Receives the means, [rows, latent].</param>
    /// <param name="variance">Receives the variances, [rows, latent].</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model has no Gaussian latent.</exception>
    public void Route(ReadOnlySpan<float> conditions, Span<float> mean, Span<float> variance)
    {
        int rows = RowsOf(conditions, mean.Length, LatentDimensions);
        RequireLatents(rows, mean, variance);
        inference.Encode(conditions, default, infer: false, rows, mean, variance);
    }

    /// <summary>
    /// q(z|x,y) of every row: the inference network's mean and variance, or the router's where there is none.
    /// </summary>
    /// <param name="conditions">x, [rows, condition].</param>
    /// <param name="targets">y, [rows, target].</param>
    /// <param name="mean">Receives the means, [rows, latent].</param>
    /// <param name="variance">Receives the variances, [rows, latent].</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model has no Gaussian latent.</exception>
    public void Infer(
        ReadOnlySpan<float> conditions,
        ReadOnlySpan<float> targets,
        Span<float> mean,
        Span<float> variance)
    {
        int rows = RowsOf(conditions, targets.Length, target.Width);
        target.Require(targets.Length, rows);
        RequireLatents(rows, mean, variance);
        inference.Encode(conditions, targets, infer: true, rows, mean, variance);
    }

    /// <summary>
    /// The decoder's mean at the mean of p(z|x), for every row: one likely y, probabilities where y is bits or classes.
    /// It is not the mean of p(y|x), which averages over z.
    /// </summary>
    /// <param name="conditions">x, [rows, condition].</param>
    /// <param name="targets">Receives the means, [rows, target].</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    public void Mean(ReadOnlySpan<float> conditions, Span<float> targets)
    {
        int rows = RowsOf(conditions, targets.Length, target.Width);
        RequireLength("y", targets.Length, (long)rows * target.Width, "[rows, target]");
        inference.Decode(conditions, default, given: false, rows, targets);
    }

    /// <summary>The decoder's mean at a given z, for every row.</summary>
    /// <param name="conditions">x, [rows, condition].</param>
    /// <param name="latents">z, [rows, latent].</param>
    /// <param name="targets">Receives the means, [rows, target].</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    public void Decode(ReadOnlySpan<float> conditions, ReadOnlySpan<float> latents, Span<float> targets)
    {
        int rows = RowsOf(conditions, targets.Length, target.Width);
        RequireLength("y", targets.Length, (long)rows * target.Width, "[rows, target]");
        RequireLatents(rows, latents);
        inference.Decode(conditions, latents, given: true, rows, targets);
    }

    /// <summary>
    /// log p(y|x) of every row by draws of q, importance-weighted: a lower bound in expectation that tightens with the
    /// draws, exact where there is no latent. In nats, over one row, and for real targets a density in the units of the
    /// data.
    /// </summary>
    /// <param name="conditions">x, [rows, condition].</param>
    /// <param name="targets">y, [rows, target].</param>
    /// <param name="samples">Draws of z per row; at least 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="logLikelihoods">Receives the numbers, [rows].</param>
    /// <param name="firstRow">The number of the first row among all that are drawn for under this seed.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    /// <exception cref="DataException">
    /// A number is not finite, or a target is one that the likelihood gives no probability.
    /// </exception>
    public void LogLikelihood(
        ReadOnlySpan<float> conditions,
        ReadOnlySpan<float> targets,
        int samples,
        ulong seed,
        Span<double> logLikelihoods,
        int firstRow = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        int rows = RowsOf(conditions, targets.Length, target.Width);
        target.Require(targets.Length, rows);
        RequireLength("log-likelihoods", logLikelihoods.Length, rows, "one to a row");
        RequireProbable(targets, firstRow);
        inference.LogLikelihood(conditions, targets, rows, samples, seed, firstRow, logLikelihoods);
    }

    private void Generate(
        ReadOnlySpan<float> conditions,
        ReadOnlySpan<float> latents,
        bool given,
        bool means,
        int count,
        ulong seed,
        Span<float> targets,
        int firstRow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        int rows = RowsOf(conditions, targets.Length / count, target.Width);
        RequireLength("y", targets.Length, (long)rows * count * target.Width, "[rows, count, target]");
        if (given)
            RequireLatents(rows, latents);
        inference.Sample(conditions, latents, given, means, rows, count, seed, firstRow, targets);
    }

    private void RequireLatents(int rows, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        RequireLength("means", first.Length, (long)rows * LatentDimensions, "[rows, latent]");
        RequireLength("variances", second.Length, (long)rows * LatentDimensions, "[rows, latent]");
    }

    private void RequireLatents(int rows, ReadOnlySpan<float> latents)
    {
        if (latents.Length != (long)rows * LatentDimensions)
            throw new ArgumentException(
                $"TrainedModel: z has {latents.Length} numbers; expected {(long)rows * LatentDimensions}: {rows} " +
                    $"rows of {LatentDimensions}.");
        int place = latents.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (place >= 0)
            throw new DataException(
                $"z row {place / LatentDimensions}, counted from 0, dimension {place % LatentDimensions}: it is not " +
                    "finite; expected a finite number");
    }
}
