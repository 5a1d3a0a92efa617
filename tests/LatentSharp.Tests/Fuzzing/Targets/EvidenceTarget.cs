using LatentSharp.Evidence;

namespace LatentSharp.Tests.Fuzzing.Targets;

/// <summary>Files of arrays, opened as evidence: every array of it is read to the end.</summary>
internal sealed class EvidenceTarget : IFuzzTarget
{
    private const int RowsAtOnce = 16;


    private readonly FuzzFolder folder = new();
    private readonly byte[][] sound;
    private readonly string path, mutated;

    private EvidenceTarget(string format, string arrays, string[] files)
    {
        Format = format;
        sound = [.. files.Select(file => File.ReadAllBytes(Path.Combine(arrays, file)))];
        path = mutated = folder[$"mutant.{format}"];
        if (format != "npy")
            return;
        path = folder.Path;
        mutated = folder["posterior_mean.npy"];
        File.Copy(Path.Combine(arrays, "folder", "posterior_logvar.npy"), folder["posterior_logvar.npy"]);
    }

    public string Format { get; }

    public static EvidenceTarget OfNpz(string arrays) =>
        new("npz", arrays, ["stored.npz", "compressed.npz", "turned.npz"]);

    // One of each version of the format.
    public static EvidenceTarget OfNpy(string arrays) =>
        new("npy", arrays, ["folder/posterior_mean.npy", "folder/posterior_logvar.npy", "folder/prior_mean.npy"]);

    public static EvidenceTarget OfSafetensors(string arrays) => new("safetensors", arrays, ["evidence.safetensors"]);

    public byte[] Mutant(ulong seed, ulong number) => Mutations.OfBytes(sound, seed, number);

    public void Place(byte[] file) => File.WriteAllBytes(mutated, file);

    public void Read()
    {
        using EvidenceFile file = EvidenceFile.Open(path);
        LatentEvidence evidence = file.Evidence;
        IEvidenceArray?[] arrays =
        [
            evidence.PosteriorMean,
            evidence.PosteriorLogVariance,
            evidence.PriorMean,
            evidence.PriorLogVariance,
            evidence.Labels,
            evidence.Factors,
            evidence.NllAtMean,
            evidence.NllPosterior,
            evidence.NllPrior,
            evidence.NllShuffled,
            evidence.LogRatioPosterior,
        ];
        foreach (IEvidenceArray array in arrays.OfType<IEvidenceArray>())
        {
            for (long row = 0; row < array.Rows; row += RowsAtOnce)
                array.Read(row, new double[(int)Math.Min(RowsAtOnce, array.Rows - row) * array.Columns]);
        }
    }

    public void Dispose() => folder.Dispose();
}
