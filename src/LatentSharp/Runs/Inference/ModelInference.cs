using System.Numerics;
using System.Numerics.Tensors;
using LatentSharp.Compute.Randomness;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using Tensor = LatentSharp.Tensors.Tensor;

namespace LatentSharp.Runs.Inference;

/// <summary>
/// Runs a model over rows in the units of the data, in portions whose sizes are powers of two. What comes of a row
/// depends on the row, its number and the seed, not on the portions. Any number of callers may ask at once.
/// </summary>
internal sealed class ModelInference(IConditionalModel model, ModelColumns condition, ModelColumns target)
{
    // Larger portions leave the second-level cache.
    private const int MostRows = 256;

    private readonly InferencePool pool = new(model, condition.Width, target.Width);

    private int Latent => model.Latent?.Width ?? 0;

    /// <summary>Mean and variance of p(z|x), or of q(z|x,y) where y is given, [rows, latent].</summary>
    public void Encode(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> y,
        bool infer,
        int rows,
        Span<float> mean,
        Span<float> variance)
    {
        InferencePlans plans = pool.Rent();
        for (int start = 0, count; start < rows; start += count)
        {
            count = Portion(rows - start);
            InferencePlan plan = plans.Of(infer ? InferenceKind.Infer : InferenceKind.Route, count, 1);
            Load(condition, x, start, plan.Condition);
            if (infer)
                Load(target, y, start, plan.Second);
            plan.Run();
            GaussianLatent latent = InferencePlan.Gaussian(plan.Latent);
            latent.Mean.Value.Span.CopyTo(mean[(start * Latent)..]);
            TensorPrimitives.Exp(
                latent.LogVariance.Value.Span,
                variance.Slice(start * Latent, count * Latent));
        }

        pool.Return(plans);
    }

    /// <summary>The parts of p(z|x) of one row, or of q(z|x,y) where y is given, in the order of the family.</summary>
    public float[][] Parts(ReadOnlySpan<float> x, ReadOnlySpan<float> y, bool infer)
    {
        InferencePlans plans = pool.Rent();
        InferencePlan plan = plans.Of(infer ? InferenceKind.Infer : InferenceKind.Route, rows: 1, draws: 1);
        Load(condition, x, 0, plan.Condition);
        if (infer)
            Load(target, y, 0, plan.Second);
        plan.Run();
        float[][] parts = [.. plan.Latent!.Parts.Select(part => part.Value.Span.ToArray())];
        pool.Return(plans);
        return parts;
    }

    /// <summary>The decoder's mean at a given z, or at the mean of p(z|x) where none is, [rows, target].</summary>
    public void Decode(ReadOnlySpan<float> x, ReadOnlySpan<float> z, bool given, int rows, Span<float> y)
    {
        InferencePlans plans = pool.Rent();
        for (int start = 0, count; start < rows; start += count)
        {
            count = Portion(rows - start);
            InferencePlan plan = plans.Of(given ? InferenceKind.Decode : InferenceKind.DecodeMean, count, 1);
            Load(condition, x, start, plan.Condition);
            if (given)
                z.Slice(start * Latent, count * Latent).CopyTo(plan.Second.Span);
            plan.Run();
            target.Unload(plan.Mean!.Span, y[(start * target.Width)..]);
        }

        pool.Return(plans);
    }

    /// <summary>
    /// Draws of y, or its means where those are asked for, [rows, draws, target]: at draws of p(z|x), or at a given z.
    /// </summary>
    public void Sample(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> z,
        bool given,
        bool means,
        int rows,
        int draws,
        ulong seed,
        int firstRow,
        Span<float> y)
    {
        InferencePlans plans = pool.Rent();
        // At one z the decoder says the same at every draw.
        bool fixedLatent = given || Latent == 0;
        for (int start = 0, count; start < rows; start += count)
        {
            count = fixedLatent ? Portion(rows - start) : Math.Min(Portion(rows - start), MostRows / Portion(draws));
            for (int draw = 0, together; draw < draws; draw += together)
            {
                together = fixedLatent ? 1 : Portion(draws - draw);
                InferencePlan plan =
                    plans.Of(given ? InferenceKind.Decode : InferenceKind.DecodeDraws, count, together);
                if (!fixedLatent || draw == 0)
                {
                    Load(condition, x, start, plan.Condition, firstRow);
                    if (given)
                        z.Slice(start * Latent, count * Latent).CopyTo(plan.Second.Span);
                    plan.Run(seed, draw, (long)firstRow + start);
                }

                if (!means)
                {
                    InputNoise.Fill(
                        plan.Numbers, target.Width, together, plan.Likelihood!.DrawsFromNormal,
                        RandomPurpose.GeneratedTarget, seed, draw, (long)firstRow + start);
                    plan.Likelihood.Draw(plan.Mean!, plan.Numbers);
                }

                ReadOnlySpan<float> drawn = means ? plan.Mean!.Span : plan.Numbers;
                if (draws == 1 || count == 1)
                {
                    target.Unload(drawn, y[((start * draws + draw) * target.Width)..]);
                    continue;
                }

                for (int i = 0; i < together * count; i++)
                {
                    int place = (start + i % count) * draws + draw + i / count;
                    target.Unload(
                        drawn.Slice(i * target.Width, target.Width),
                        y.Slice(place * target.Width, target.Width));
                }
            }
        }

        pool.Return(plans);
    }

    /// <summary>
    /// log 1/S sum_s p(y|x,z_s) p(z_s|x) / q(z_s|x,y) with z_s ~ q, in nats and in the units of the data, [rows].
    /// </summary>
    public void LogLikelihood(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> y,
        int rows,
        int samples,
        ulong seed,
        int firstRow,
        Span<double> result)
    {
        InferencePlans plans = pool.Rent();
        int draws = model.Latent is null ? 1 : samples;
        Span<double> most = stackalloc double[MostRows], sums = stackalloc double[MostRows];
        for (int start = 0, count; start < rows; start += count)
        {
            count = Portion(rows - start);
            most.Fill(double.NegativeInfinity);
            sums.Clear();
            for (int draw = 0, together; draw < draws; draw += together)
            {
                together = Math.Min(Portion(draws - draw), MostRows / count);
                InferencePlan plan = plans.Of(InferenceKind.Weigh, count, together);
                Load(condition, x, start, plan.Condition, firstRow);
                Load(target, y, start, plan.Second, firstRow);
                plan.Run(seed, draw, (long)firstRow + start);
                for (int i = 0; i < together * count; i++)
                {
                    double weight = plan.LogLikelihoods!.Span[i];
                    if (plan.LogRatios is { } ratios)
                        weight += ratios.Span[i];
                    Add(weight, ref most[i % count], ref sums[i % count]);
                }
            }

            for (int row = 0; row < count; row++)
                result[start + row] = most[row] + Math.Log(sums[row] / draws) - target.LogScale;
        }

        pool.Return(plans);
    }

    private static int Portion(int left) => Math.Min(MostRows, 1 << BitOperations.Log2((uint)left));

    private static void Load(
        ModelColumns columns,
        ReadOnlySpan<float> rows,
        int start,
        Tensor into,
        int firstRow = 0) =>
        columns.Load(
            rows.Slice(start * columns.Width, into.Shape[0] * columns.Width), (long)firstRow + start, into.Span);

    // One draw after the other around the largest so far, so that the sum does not depend on how many come at once.
    private static void Add(double weight, ref double most, ref double sum)
    {
        if (weight > most)
            (sum, most) = (sum * Math.Exp(most - weight) + 1, weight);
        else if (weight > double.NegativeInfinity)
            sum += Math.Exp(weight - most);
    }
}
