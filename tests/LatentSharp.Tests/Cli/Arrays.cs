using LatentSharp.Tests.Data.Formats.Numpy;
using LatentSharp.Tests.Data.Formats.Zip;

namespace LatentSharp.Tests.Cli;

/// <summary>
/// A .npz file as another framework leaves it: 60 examples of 2 latent dimensions, means apart, all variances alike.
/// </summary>
internal static class Arrays
{
    private const int Examples = 60;

    /// <summary>Writes means and log-variances only, under the names given.</summary>
    public static void Write(Scratch scratch, string file, string mean, string logVariance, float variance)
    {
        float[] means = [.. Enumerable.Range(0, 2 * Examples).Select(i => 3 * MathF.Sin(i * 1.7f))];
        float[] logVariances = [.. Enumerable.Repeat(MathF.Log(variance), 2 * Examples)];
        string shape = FormattableString.Invariant($"({Examples}, 2)");
        scratch.WriteBytes(file, ZipBytes.Of(
            ZipPart.Stored($"{mean}.npy", NpyBytes.Of<float>("<f4", shape, means)),
            ZipPart.Stored($"{logVariance}.npy", NpyBytes.Of<float>("<f4", shape, logVariances))));
    }
}
