using System.Diagnostics;
using System.Text;
using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Survival;

/// <summary>
/// One run after another of the same training in the same place, each held against the one that was never stopped.
/// </summary>
internal sealed class Trial : IDisposable
{
    // Checkpoints within epochs and at their ends, every schedule on the move, early stopping counting.
    private static readonly string[] Training =
    [
        "train",
        "digits",
        "--out",
        "run",
        "--epochs",
        "3",
        "--set",
        "hidden=16",
        "--set",
        "checkpoint_every_steps=8",
        "--set",
        "checkpoint_keep_every=3",
        "--set",
        "log_every_steps=3",
        "--set",
        "posterior_variance_weight=0.1",
        "--set",
        "learning_rate_decay=cosine",
        "--set",
        "learning_rate_warmup_steps=5",
        "--set",
        "gradient_clip_norm=5",
    ];

    private readonly Scratch scratch = new();
    private readonly SortedDictionary<string, byte[]> reference;

    public Trial()
    {
        string log = scratch["operations"];
        var clock = Stopwatch.StartNew();
        ToolRun run = ToolRun.Under(
            scratch.Path,
            FaultLibrary.Environment(RunPath, ("FAULT_LOG", log)),
            _ => { },
            Training);
        Duration = clock.Elapsed;
        Assert.True(run.ExitCode == 0, run.Error);
        Operations = File.ReadAllLines(log);
        File.Delete(log);
        reference = Files();
        Clear();
    }

    /// <summary>How long an uninterrupted run takes.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Every file operation of an uninterrupted run, in order: its kind and its path.</summary>
    public IReadOnlyList<string> Operations { get; }

    private string RunPath => scratch["run"];

    /// <summary>The numbers, from 1, of the operations by which checkpoints are written.</summary>
    public int[] CheckpointOperations =>
        [
            .. Enumerable
                .Range(1, Operations.Count)
                .Where(number => Operations[number - 1].Contains("/checkpoints/", StringComparison.Ordinal)),
        ];

    /// <summary>Begins the run anew, or goes on with it, under a fault.</summary>
    public ToolRun Run(string fault, int at) =>
        ToolRun.Under(
            scratch.Path,
            FaultLibrary.Environment(RunPath, ("FAULT", fault), ("FAULT_AT", $"{at}")),
            _ => { },
            [.. Training, "--resume"]);

    /// <summary>
    /// Begins the run anew, or goes on with it, and lets <paramref name="onStart"/> act on the process.
    /// </summary>
    public ToolRun Run(Action<Process> onStart) =>
        ToolRun.Under(scratch.Path, new Dictionary<string, string>(), onStart, [.. Training, "--resume"]);

    /// <summary>
    /// Goes on to the end and compares every file with the uninterrupted run's. The next run begins anew.
    /// </summary>
    public void FinishAndCompare(string what)
    {
        ToolRun run = Run(_ => { });
        Assert.True(run.ExitCode == 0, $"{what}: {run.Error}");
        Assert.DoesNotContain("latent: ", run.Error, StringComparison.Ordinal);
        SortedDictionary<string, byte[]> files = Files();
        Assert.Equal(reference.Keys, files.Keys);
        foreach ((string name, byte[] bytes) in files)
        {
            int same = bytes.AsSpan().CommonPrefixLength(reference[name]);
            Assert.True(
                same == bytes.Length && same == reference[name].Length,
                $"{what}: {name} differs from byte {same} on: {Excerpt(bytes, same)}, not " +
                    $"{Excerpt(reference[name], same)}");
        }

        Clear();
    }

    public void Dispose() => scratch.Dispose();

    private static string Excerpt(byte[] bytes, int at) =>
        Encoding.UTF8.GetString(bytes.AsSpan()[Math.Max(at - 60, 0)..Math.Min(at + 20, bytes.Length)]);

    private void Clear() => Directory.Delete(RunPath, recursive: true);

    private SortedDictionary<string, byte[]> Files() =>
        new(
            Directory
                .EnumerateFiles(RunPath, "*", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetRelativePath(RunPath, file), File.ReadAllBytes),
            StringComparer.Ordinal);
}
