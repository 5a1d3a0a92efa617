using LatentSharp.Data;
using LatentSharp.Data.Sources.Images;
using LatentSharp.Tests.Data.Formats.Idx;

namespace LatentSharp.Tests.Fuzzing.Targets;

/// <summary>IDX files, plain and in gzip. A mutant takes the place of the images, or else that of the labels.</summary>
internal sealed class IdxTarget : IFuzzTarget
{
    private const int Examples = 6, Width = 4, Height = 4;
    private const int BombBytes = 1 << 24;

    private readonly FuzzFolder folder = new();
    private readonly byte[][] plain, sound;

    public IdxTarget()
    {
        byte[] pixels = [.. Enumerable.Range(0, Examples * Width * Height).Select(pixel => (byte)(pixel * 37))];
        byte[] images = IdxBytes.Of(0x803, [Examples, Height, Width], pixels),
            labels = IdxBytes.Of(0x801, [Examples], 0, 1, 2, 1, 0, 9);
        // A few kilobytes that promise few images and unpack to megabytes.
        byte[] bomb = IdxBytes.Compressed([.. images, .. new byte[BombBytes]]);
        plain = [images, labels];
        sound = [images, labels, IdxBytes.Compressed(images), IdxBytes.Compressed(labels), bomb];
        File.WriteAllBytes(folder["images"], images);
        File.WriteAllBytes(folder["labels"], labels);
    }

    public string Format => "idx";

    // A damaged gzip stream is refused as such; a quarter of the mutants were damaged before they were compressed.
    public byte[] Mutant(ulong seed, ulong number) =>
        number % 4 == 0
            ? IdxBytes.Compressed(Mutations.OfBytes(plain, seed, number))
            : Mutations.OfBytes(sound, seed, number);

    public void Place(byte[] file) => File.WriteAllBytes(folder["mutant"], file);

    public void Read()
    {
        try
        {
            Load(folder["mutant"], folder["labels"]);
        }
        catch (DataException)
        {
            Load(folder["images"], folder["mutant"]);
        }
    }

    public void Dispose() => folder.Dispose();

    private static void Load(string images, string labels) =>
        _ = IdxImages.Load(images, labels, ImageCondition.LeftHalf, Binarization.Static).Fingerprint;
}
