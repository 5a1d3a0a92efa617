using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Fuzzing.Targets;

/// <summary>Files of float32 tensors, as a model's weights are kept.</summary>
internal sealed class WeightsTarget : IFuzzTarget
{
    private readonly FuzzFolder folder = new();
    private readonly byte[][] sound;

    public WeightsTarget()
    {
        (string, Tensor)[] tensors =
        [
            ("encoder.0.weight", Tensor.Filled(new Shape(3, 4), 0.5f)), ("encoder.0.bias", new Tensor(new Shape(4))),
            ("scale", new Tensor(Shape.Scalar)), ("none", new Tensor(new Shape(0, 2, 3, 4))),
        ];
        SafetensorsFile.Write(folder["sound"], tensors, new Dictionary<string, string> { ["format"] = "latentsharp" });
        SafetensorsFile.Write(folder["bare"], tensors[..1]);
        sound = [File.ReadAllBytes(folder["sound"]), File.ReadAllBytes(folder["bare"])];
    }

    public string Format => "weights";

    // Every other mutant has a sound length before a header damaged as the text that it is.
    public byte[] Mutant(ulong seed, ulong number)
    {
        if (number % 2 == 0)
            return Mutations.OfBytes(sound, seed, number);
        byte[] header = Mutations.OfText([.. sound.Select(Header)], seed, number);
        return
        [
            .. BitConverter.GetBytes((ulong)header.Length),
            .. header,
            .. sound[0][(sizeof(ulong) + Header(sound[0]).Length)..],
        ];
    }

    public void Place(byte[] file) => File.WriteAllBytes(folder["mutant"], file);

    public void Read()
    {
        var file = SafetensorsFile.Read(folder["mutant"]);
        foreach (string name in file.Names)
            _ = file[name].Shape.Rows;
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Header(byte[] file) =>
        file[sizeof(ulong)..(sizeof(ulong) + (int)BitConverter.ToUInt64(file))];
}
