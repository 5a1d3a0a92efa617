// Damages sound files at random and reads them:
// dotnet run -c Release --project benchmarks/LatentSharp.Fuzz --
// all|npz|npy|safetensors|weights|model|idx|csv|config|checkpoint|run|metrics [mutants] [seed] A mutant may be read
// or refused. Any other exception, more than a second twice, more memory than the file's length and 64 MB, or a message
// that is not one short line is a finding: its bytes are kept as finding-<format>-<seed>-<number> in the current
// folder, and the exit code is 1.
using LatentSharp.Tests.Fuzzing;

string format = args.Length > 0 ? args[0] : "all";
ulong mutants = args.Length > 1 ? ulong.Parse(args[1]) : 100_000;
ulong seed = args.Length > 2 ? ulong.Parse(args[2]) : 1;

bool clean = true;
foreach (string each in format == "all" ? FuzzTargets.Formats : [format])
    clean &= Fuzz(each);
return clean ? 0 : 1;

bool Fuzz(string format)
{
    using IFuzzTarget target = FuzzTargets.Open(format, Path.Combine(AppContext.BaseDirectory, "Arrays"));
    var run = new FuzzRun(target);
    for (ulong number = 0; number < mutants; number++)
    {
        byte[] mutant = target.Mutant(seed, number);
        if (run.Try(mutant, timed: true) is not { } finding)
            continue;
        Console.Error.WriteLine($"{format}, mutant {number}: {finding}");
        File.WriteAllBytes($"finding-{format}-{seed}-{number}", mutant);
    }

    Console.WriteLine(
        $"{format}: {mutants} mutants of seed {seed}, {run.Accepted} read, {run.Refused} refused, {run.Findings} " +
            "findings; "
        + $"slowest {run.Slowest.TotalMilliseconds:F0} ms, most allocated {run.MostAllocated / 1024} KiB");
    return run.Findings == 0;
}
