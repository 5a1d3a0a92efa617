using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Reports.Documents;

/// <summary>
/// A few images as the decoder completes them: from the posterior's mean, and from draws of the
/// router, as means and as draws of the likelihood.
/// </summary>
internal static class DecodedImages
{
    private const int Examples = 8, Draws = 4;

    /// <summary>Decodes the first examples; null where the data are no images.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The examples.</param>
    /// <param name="device">The threads to use; results do not depend on how many.</param>
    public static DecoderSamples? Of(IConditionalModel model, Dataset dataset, Device device)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Image is not { } image)
            return null;
        int count = Math.Min(Examples, dataset.Count);
        Tensor x = dataset.Condition.Rows(0, count), y = dataset.Target.Rows(0, count);
        var tape = new Tape(device);
        Variable condition = tape.Constant(x);
        Encoding encoding = VariationalPass.Encode(model, condition, tape.Constant(y));
        if (encoding is not { Posterior: GaussianLatent posterior, Prior: { } prior })
            return null;
        LatentDraws draws = prior.Draw(Draws, KeyedNoise.OfExamples(0, RandomPurpose.DecodedImages, 0, 0));
        if (model.Decode(condition, posterior.AtMean()) is not IHasMean { Mean.Value: var atMean }
            || model.Decode(condition, draws) is not { } likelihood
            || likelihood is not IHasMean { Mean.Value: var means })
            return null;
        Tensor? drawn = (likelihood as ISampler)?.Draw(new RandomStream(0, RandomPurpose.DrawnTargets));

        var examples = new DecodedExample[count];
        for (int i = 0; i < count; i++)
        {
            string? label = dataset is { Labels: { } labels, LabelNames: { } names } ? names[labels[i]] : null;
            examples[i] = new DecodedExample(
                label,
                [.. Pixels(i, y)],
                [.. Pixels(i, atMean)],
                AtEachDraw(i, means))
            {
                Drawn = drawn is null ? [] : AtEachDraw(i, drawn),
            };
        }

        return new DecoderSamples(image.Width, image.Height, examples);

        float[][] AtEachDraw(int example, Tensor targets) =>
            [.. Enumerable.Range(0, Draws).Select(draw => Pixels(example, targets.Rows(draw * count, count)))];

        float[] Pixels(int example, Tensor targets)
        {
            var pixels = new float[image.Width * image.Height];
            for (int c = 0; c < image.ConditionPixels.Length; c++)
                pixels[image.ConditionPixels[c]] = x.Row(example)[c];
            for (int t = 0; t < image.TargetPixels.Length; t++)
                pixels[image.TargetPixels[t]] = targets.Row(example)[t];
            return pixels;
        }
    }
}
