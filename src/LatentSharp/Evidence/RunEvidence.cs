using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Tensors;

namespace LatentSharp.Evidence;

/// <summary>Collects evidence by running a model over examples it was not trained on.</summary>
public static class RunEvidence
{
    private const int MostExamples = 512, MostRows = 4096;

    /// <summary>
    /// Runs the three networks, and the decoder at mu, at S draws of q, S draws of the router and a stranger's z.
    /// </summary>
    /// <param name="name">What reports call the evidence.</param>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The examples.</param>
    /// <param name="samples">S, draws of z per example.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="objective">The objective that the model was trained with, for what its terms weighed.</param>
    /// <param name="history">The training log; null where there is none.</param>
    /// <param name="device">The threads to use.</param>
    /// <exception cref="OptionException">S is less than 1, or the draws are more than an array can hold.</exception>
    /// <exception cref="ArgumentException">The model has no latent.</exception>
    public static LatentEvidence Collect(
        string name,
        IConditionalModel model,
        Dataset dataset,
        int samples,
        ulong seed,
        Objective objective,
        TrainingHistory? history,
        Device device)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(objective);
        if (samples < 1 || (long)dataset.Count * samples > Array.MaxLength)
            throw OptionException.OutOfRange(
                "samples",
                samples,
                FormattableString.Invariant(
                    $"a whole number from 1 to {Array.MaxLength / dataset.Count} for {dataset.Count} examples"));
        var encoded = new EncodedColumns(dataset.Count, model);
        var decoded = new DecodedColumns(dataset.Count, samples);
        int[] strangers = Strangers(dataset.Count, seed);
        var tape = new Tape(device);
        int size = Math.Clamp(MostRows / samples, 1, MostExamples);
        for (int start = 0; start < dataset.Count; start += size)
        {
            int count = Math.Min(size, dataset.Count - start);
            tape.Clear();
            (Variable x, Variable y) = Batch(tape, dataset, start, count);
            VariationalOutput output = VariationalPass.Run(
                model,
                x,
                y,
                new DrawCounts(samples, samples) { Sampled = true },
                new PassNoise(
                    KeyedNoise.OfExamples(seed, RandomPurpose.EvidencePosterior, firstDraw: 0, start),
                    KeyedNoise.OfExamples(seed, RandomPurpose.EvidenceRouter, firstDraw: 0, start)));
            encoded.Add(output.Encoding, start);
            decoded.Add(output, y, start);
            if (output.Posterior is GaussianLatent gaussian)
                decoded.NllAtMean.Add(start, -model.Decode(x, gaussian.AtMean()).LogProbability(y));

            // Another example's posterior, its own draw.
            Tensor strangeX = new(x.Shape), strangeY = new(y.Shape);
            dataset.CopyRows(strangers.AsSpan(start, count), strangeX, strangeY);
            var strangeNoise = KeyedNoise.OfExamples(seed, RandomPurpose.EvidenceStranger, firstDraw: 0, start);
            LatentDraws strange = VariationalPass
                .Encode(model, tape.Constant(strangeX), tape.Constant(strangeY))
                .Posterior!.Sample(1, strangeNoise);
            decoded.NllShuffled.Add(start, -model.Decode(x, strange).LogProbability(y));
        }

        return new LatentEvidence(name, encoded.Family, encoded.Arrays)
        {
            Variables = encoded.Variables,
            Labels = LabelsOf(dataset),
            NllAtMean = decoded.NllAtMean.ToArray(EvidenceRole.NllAtMean),
            NllPosterior = decoded.NllPosterior.ToArray(EvidenceRole.NllPosterior),
            NllPrior = decoded.NllPrior.ToArray(EvidenceRole.NllPrior),
            NllShuffled = decoded.NllShuffled.ToArray(EvidenceRole.NllShuffled),
            LogRatioPosterior = decoded.LogRatioPosterior.ToArray(EvidenceRole.LogRatioPosterior),
            Condition = Given(dataset.Condition),
            PosteriorVarianceWeight = Weight<PosteriorVariance>(objective),
            PriorKlWeight = Weight<PriorKl>(objective),
            ReconstructionWeight = Weight<Reconstruction>(objective) ?? 0,
            WithoutWidthPrice = Unpriced(encoded.PosteriorIsPrior, objective),
            PriorIsStandard = encoded.PriorIsStandard,
            History = history,
        };
    }

    /// <summary>
    /// Runs the inference network and the router alone: evidence of the latent, and none of the decoder.
    /// </summary>
    /// <param name="name">What reports call the evidence.</param>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The examples.</param>
    /// <param name="device">The threads to use.</param>
    /// <exception cref="ArgumentException">The model has no latent.</exception>
    public static LatentEvidence Encode(string name, IConditionalModel model, Dataset dataset, Device device)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        var encoded = new EncodedColumns(dataset.Count, model);
        var tape = new Tape(device);
        for (int start = 0; start < dataset.Count; start += MostExamples)
        {
            tape.Clear();
            (Variable x, Variable y) = Batch(tape, dataset, start, Math.Min(MostExamples, dataset.Count - start));
            encoded.Add(VariationalPass.Encode(model, x, y), start);
        }

        return new LatentEvidence(name, encoded.Family, encoded.Arrays) { Variables = encoded.Variables };
    }

    /// <summary>The class indices of examples; null without labels.</summary>
    internal static MemoryArray? LabelsOf(Dataset dataset) =>
        dataset.Labels is { } labels
            ? new MemoryArray(EvidenceRole.Labels.Name, Array.ConvertAll(labels, label => (double)label), 1)
            : null;

    /// <summary>What the router sees; null where nothing is given.</summary>
    internal static MemoryArray? Given(Tensor condition) =>
        condition.Shape.Last == 0
            ? null
            : new MemoryArray(EvidenceRole.Condition.Name, condition.Span.ToArray(), condition.Shape.Last);

    /// <summary>What a term of an objective weighs in the end; null where there is none.</summary>
    internal static double? Weight<TTerm>(Objective? objective)
        where TTerm : IObjectiveTerm =>
        objective?.Terms.FirstOrDefault(weighted => weighted.Term is TTerm)?.Weight.At(Objective.Settled);

    // The price is that of a bound by one draw, which an inference network was trained under, and of V_post: what else
    // acts on the width of q moves it.
    private static string? Unpriced(bool posteriorIsPrior, Objective objective) =>
        posteriorIsPrior ? "a model with an inference network"
        : Weight<ImportanceWeightedBound>(objective) > 0 || !(Weight<Reconstruction>(objective) > 0)
            ? "an objective by single draws of q"
        : Weight<PosteriorEntropy>(objective) > 0 || Weight<RelativeVariance>(objective) > 0
            || Weight<AggregateMmd>(objective) > 0 || Weight<FreeBits>(objective) > 0 || Weight<Capacity>(objective) > 0
            ? "an objective where only K_prior and V_post act on the width of q"
        : null;

    private static (Variable X, Variable Y) Batch(Tape tape, Dataset dataset, int start, int count) =>
        (tape.Constant(dataset.Condition.Rows(start, count)), tape.Constant(dataset.Target.Rows(start, count)));

    // A cyclic shift of a random order gives everyone another example's z.
    private static int[] Strangers(int count, ulong seed)
    {
        int[] order = new RandomStream(seed, RandomPurpose.Strangers).Permutation(count);
        var strangers = new int[count];
        for (int i = 0; i < count; i++)
            strangers[order[i]] = order[(i + 1) % count];
        return strangers;
    }
}
