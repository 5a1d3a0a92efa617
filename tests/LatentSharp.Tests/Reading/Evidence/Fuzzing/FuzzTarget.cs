using LatentSharp.Data;
using LatentSharp.Reading.Evidence;

namespace LatentSharp.Tests.Reading.Evidence.Fuzzing;

/// <summary>Opens damaged files as evidence and reads all that they are accepted for.</summary>
internal sealed class FuzzTarget : IDisposable
{
    private const long MostBeyondFile = 64L << 20;
    private const int RowsAtOnce = 16;

    private static readonly Dictionary<string, string> NoMap = [];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp-fuzz-");
    private readonly string path, mutated;

    /// <summary>Prepares for files of a format.</summary>
    /// <param name="format"><c>npz</c>, <c>npy</c> or <c>safetensors</c>.</param>
    /// <param name="fixtures">The folder of sound files.</param>
    public FuzzTarget(string format, string fixtures)
    {
        Format = format;
        string[] files;
        switch (format)
        {
            case "npz":
                files = ["stored.npz", "compressed.npz", "turned.npz"];
                path = mutated = Path.Combine(folder.FullName, "mutant.npz");
                break;
            case "npy":
                // One of each version of the format.
                files = ["folder/posterior_mean.npy", "folder/posterior_logvar.npy", "folder/prior_mean.npy"];
                path = folder.FullName;
                mutated = Path.Combine(path, "posterior_mean.npy");
                File.Copy(Path.Combine(fixtures, "folder", "posterior_logvar.npy"), Path.Combine(path, "posterior_logvar.npy"));
                break;
            case "safetensors":
                files = ["evidence.safetensors"];
                path = mutated = Path.Combine(folder.FullName, "mutant.safetensors");
                break;
            default:
                throw new ArgumentException($"the format is '{format}'; give npz, npy or safetensors");
        }

        Sound = [.. files.Select(file => File.ReadAllBytes(Path.Combine(fixtures, file)))];
    }

    public string Format { get; }

    /// <summary>What mutants are made from.</summary>
    public IReadOnlyList<byte[]> Sound { get; }

    /// <summary>Bytes allocated for the last file.</summary>
    public long Allocated { get; private set; }

    /// <summary>Whether a file is accepted; any other exception than a refusal comes out of it.</summary>
    /// <exception cref="InvalidOperationException">Reading it took more memory than its length and 64 MB.</exception>
    public bool Accepts(byte[] bytes)
    {
        File.WriteAllBytes(mutated, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool accepted = true;
        try
        {
            using EvidenceFile file = EvidenceFile.Open(path, NoMap);
            ReadAll(file.Evidence);
        }
        catch (DataException)
        {
            accepted = false;
        }

        Allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return Allocated <= bytes.Length + MostBeyondFile
            ? accepted
            : throw new InvalidOperationException($"{Allocated} bytes were allocated for a file of {bytes.Length}");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static void ReadAll(LatentEvidence evidence)
    {
        IEvidenceArray?[] arrays =
        [
            evidence.PosteriorMean, evidence.PosteriorLogVariance, evidence.PriorMean, evidence.PriorLogVariance, evidence.Labels,
            evidence.Factors, evidence.NllAtMean, evidence.NllPosterior, evidence.NllPrior, evidence.NllShuffled, evidence.LogRatioPosterior,
        ];
        foreach (IEvidenceArray array in arrays.OfType<IEvidenceArray>())
        {
            for (long row = 0; row < array.Rows; row += RowsAtOnce)
                array.Read(row, new double[(int)Math.Min(RowsAtOnce, array.Rows - row) * array.Columns]);
        }
    }
}
