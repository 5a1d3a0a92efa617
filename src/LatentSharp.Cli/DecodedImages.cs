using LatentSharp.Autodiff;
using LatentSharp.Compute.Randomness;
using LatentSharp.Compute.Threads;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Reports.Documents;
using LatentSharp.Tensors;

namespace LatentSharp.Cli;

/// <summary>
/// A few test images as the decoder completes them: from the posterior's mean, and from draws of the router.
/// </summary>
internal static class DecodedImages
{
    private const int Examples = 8, Draws = 4;

    /// <summary>Decodes the first test examples; null where the data are no images.</summary>
    public static DecoderSamples? Of(Cvae model, Dataset dataset, WorkerPool pool)
    {
        if (dataset.Image is not { } image)
            return null;
        int count = Math.Min(Examples, dataset.Count);
        Tensor x = dataset.Condition.Rows(0, count), y = dataset.Target.Rows(0, count);
        var tape = new Tape(pool);
        Tensor atMean = Decode(_ => model.Infer(tape.Constant(x), tape.Constant(y)).Mean);
        var fromRouter = new Tensor[Draws];
        for (int draw = 0; draw < Draws; draw++)
        {
            var noise = new Tensor(new Shape(count, model.LatentDimensions));
            new RandomStream(0, RandomPurpose.EvaluationNoise, (ulong)draw).FillNormal(noise.Span);
            fromRouter[draw] = Decode(condition => model.Route(condition).Reparameterize(tape.Constant(noise)));
        }

        var examples = new DecodedExample[count];
        for (int i = 0; i < count; i++)
        {
            string? label = dataset is { Labels: { } labels, LabelNames: { } names } ? names[labels[i]] : null;
            examples[i] = new DecodedExample(
                label,
                Pixels(i, y),
                Pixels(i, atMean),
                [.. fromRouter.Select(targets => Pixels(i, targets))]);
        }

        return new DecoderSamples(image.Width, image.Height, examples);

        Tensor Decode(Func<Variable, Variable> latent)
        {
            tape.Clear();
            Variable condition = tape.Constant(x);
            return model.Decoder.Forward(condition, latent(condition)).Mean.Value.Copy();
        }

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
