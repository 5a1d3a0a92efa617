using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Fuzzing.Targets;

/// <summary>Models with their cards. What is accepted must generate.</summary>
internal sealed class ModelTarget : IFuzzTarget
{
    private readonly FuzzFolder folder = new();
    private readonly byte[][] sound;

    public ModelTarget()
    {
        var options = new CvaeOptions
        {
            ConditionDimensions = 3,
            TargetDimensions = 2,
            LatentDimensions = 2,
            Hidden = [4],
        };
        Tensor three = Tensor.Filled(new Shape(3), 2), two = Tensor.Filled(new Shape(2), 1);
        sound =
        [
            File(options, new Fields(Field.Column("a"), Field.OneHot("b", ["x", "y"])), Fields.Columns("c", "d"), null),
            File(
                options with { Likelihood = LikelihoodKind.NormalLearnedScale, Prior = PriorKind.Standard },
                Fields.Unnamed("x", 3),
                new Fields(Field.Image("image", new PixelLayout(2, 2, [1, 3]))),
                new Standardization(three, three, two, two)),
        ];
    }

    public string Format => "model";

    // Every other mutant has a sound length before a header damaged as the text that it is.
    public byte[] Mutant(ulong seed, ulong number)
    {
        if (number % 2 == 0)
            return Mutations.OfBytes(sound, seed, number);
        byte[] file = sound[number / 2 % 2], header = Mutations.OfText([Header(file)], seed, number);
        return
        [
            .. BitConverter.GetBytes((ulong)header.Length),
            .. header,
            .. file[(sizeof(ulong) + Header(file).Length)..],
        ];
    }

    public void Place(byte[] file) => System.IO.File.WriteAllBytes(folder["mutant"], file);

    public void Read()
    {
        var model = TrainedModel.Load(folder["mutant"]);
        _ = model.Sample(new float[model.ConditionFields.Width], 1);
        ConfigTarget.RequireSame(model.Card.Configuration);
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Header(byte[] file) =>
        file[sizeof(ulong)..(sizeof(ulong) + (int)BitConverter.ToUInt64(file))];

    private byte[] File(CvaeOptions options, Fields condition, Fields target, Standardization? standardization)
    {
        var configuration = new RunConfiguration { Condition = ["a", "b"], Target = ["c", "d"], Model = options };
        ModelWeights.Save(
            folder["sound"],
            new Cvae(options, seed: 1),
            new ModelCard(configuration, condition, target, ["l", "m"], standardization));
        return System.IO.File.ReadAllBytes(folder["sound"]);
    }
}
