using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Csv;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Data.Sources.Images;
using LatentSharp.Tensors;
using LatentSharp.Tests.Data.Formats.Idx;

namespace LatentSharp.Tests.Data;

/// <summary>
/// Files with random bytes changed or cut off are read or refused; nothing else comes out of a reader.
/// </summary>
public sealed class DamagedFileTests : IDisposable
{
    private const int Variants = 500;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_damaged_safetensors_file_is_read_or_refused()
    {
        SafetensorsFile.Write(
            directory["whole"],
            [("a", new Tensor(new Shape(2, 3))), ("b", new Tensor(Shape.Scalar)), ("c", new Tensor(new Shape(0, 4)))],
            new Dictionary<string, string> { ["key"] = "text" }
        );
        Assert.InRange(
            Refusals(File.ReadAllBytes(directory["whole"]), path => SafetensorsFile.Read(path)),
            1,
            Variants);
    }

    [Fact]
    public void A_damaged_idx_file_is_read_or_refused()
    {
        byte[] plain = IdxBytes.Of(0x803, [2, 2, 2], 0, 255, 51, 102, 200, 100, 128, 127);
        void Load(string path) => IdxImages.Load(path, null, ImageCondition.UpperHalf, Binarization.None);
        Assert.InRange(Refusals(plain, Load), 1, Variants);
        Assert.InRange(Refusals(IdxBytes.Compressed(plain), Load), 1, Variants);
    }

    [Fact]
    public void A_damaged_table_is_read_or_refused() =>
        Assert.InRange(
            Refusals(
                "x,y,\"kind\"\r\n1.5,-2,\"a \"\"b\"\"\"\r\n0,1e3,größe\r\n"u8,
                path => CsvDataset.Load(path, ["x"], ["y"], "kind")),
            1,
            Variants);

    private int Refusals(ReadOnlySpan<byte> whole, Action<string> read)
    {
        int refusals = 0;
        float[] draws = new float[7];
        for (int variant = 0; variant < Variants; variant++)
        {
            new RandomStream(1, RandomPurpose.Synthesis, (ulong)variant).FillUniform(draws);
            byte[] bytes = whole.ToArray();
            for (int change = 0; change < 3; change++)
                bytes[(int)(draws[2 * change] * bytes.Length)] = (byte)(draws[2 * change + 1] * 256);
            int length = variant % 2 == 0 ? bytes.Length : (int)(draws[6] * bytes.Length);
            string path = directory.Write("damaged", bytes.AsSpan(0, length));
            try
            {
                read(path);
            }
            catch (DataException error)
            {
                Assert.StartsWith(path, error.Message);
                refusals++;
            }
        }

        return refusals;
    }
}
