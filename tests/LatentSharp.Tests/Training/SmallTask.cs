using LatentSharp.Autodiff;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Training;

/// <summary>A task small enough to train in a moment: each bit of y follows one element of x, with noise.</summary>
internal static class SmallTask
{
    public static CvaeOptions Model { get; } =
        new()
        {
            ConditionDimensions = 3,
            TargetDimensions = 4,
            LatentDimensions = 2,
            Hidden = [16],
        };

    public static DatasetSplit Data { get; } =
        new(Examples(Model, 96, 1), Examples(Model, 32, 2), Examples(Model, 32, 3));

    public static Dataset Examples(CvaeOptions model, int count, ulong draw)
    {
        Tensor x = Normal(draw, count, model.ConditionDimensions),
            y = Normal(draw + 100, count, model.TargetDimensions);
        for (int row = 0; row < count; row++)
        {
            Span<float> bits = y.Row(row);
            for (int i = 0; i < bits.Length; i++)
                bits[i] = x.Row(row)[i % model.ConditionDimensions] + 0.5f * bits[i] > 0 ? 1 : 0;
        }

        return new Dataset("small task", x, y);
    }

    /// <summary>Standard normal draws, [rows, columns].</summary>
    public static Tensor Normal(ulong draw, int rows, int columns)
    {
        var values = new Tensor(new Shape(rows, columns));
        new RandomStream(11, RandomPurpose.Synthesis, draw).FillNormal(values.Span);
        return values;
    }

    public static Parameter Find(IConditionalModel model, string name) =>
        model.Parameters.Single(parameter => parameter.Name == name);

    /// <summary>Every weight of a model as its bits, so that equality is to the bit.</summary>
    public static int[] WeightBits(IConditionalModel model) =>
        Bits(model.Parameters.Select(parameter => parameter.Value));

    /// <summary>Every gradient of a model as its bits.</summary>
    public static int[] GradientBits(IConditionalModel model) =>
        Bits(model.Parameters.Select(parameter => parameter.Gradient));

    private static int[] Bits(IEnumerable<Tensor> tensors) =>
        [.. tensors.SelectMany(tensor => tensor.Span.ToArray()).Select(BitConverter.SingleToInt32Bits)];
}
