using LatentSharp.Objectives;
using LatentSharp.Runs;
using LatentSharp.Training;

namespace LatentSharp.Tests.Fuzzing.Targets;

/// <summary>The small half of a checkpoint. What is accepted must be possible to write again.</summary>
internal sealed class CheckpointTarget : IFuzzTarget
{
    private readonly FuzzFolder folder = new();
    private readonly byte[][] sound;

    public CheckpointTarget()
    {
        TermValue[] terms =
        [
            new(Reconstruction.TermName, 41.5, 1),
            new(PriorKl.TermName, double.NaN, 0.5),
            new(PosteriorVariance.TermName, 0.25, 0),
        ];
        var best = new EpochRecord(2, 30, new Evaluation(64, new ObjectiveBreakdown(terms), 0.75), IsBest: true);
        var rollback = new RollbackRecord(25, 2, 20, 0.5, "the gradient is not finite");
        string hash = new('a', 64);
        sound =
        [
            Text(new Checkpoint(40, 3, 1, 1, best, [rollback], 4096, hash)),
            Text(new Checkpoint(0, 0, 0, 0, null, [], 0, hash)),
        ];
    }

    public string Format => "checkpoint";

    public byte[] Mutant(ulong seed, ulong number) => Mutations.OfText(sound, seed, number);

    public void Place(byte[] file) => File.WriteAllBytes(folder["step-40.json"], file);

    public void Read() => Checkpoint.Read(folder["step-40.json"]).Write(Stream.Null);

    public void Dispose() => folder.Dispose();

    private static byte[] Text(Checkpoint checkpoint)
    {
        using var stream = new MemoryStream();
        checkpoint.Write(stream);
        return stream.ToArray();
    }
}
