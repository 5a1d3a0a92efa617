using System.Diagnostics;
using LatentSharp.Tests.Reading.Evidence.Fuzzing;

// Damages sound files of arrays at random and opens them as evidence:
//     dotnet run -c Release --project benchmarks/LatentSharp.Fuzz -- npz|npy|safetensors [mutants] [seed]
// A mutant may be read or refused. Any other exception, more than a second, or more memory than the file's length and
// 64 MB is a finding: its bytes are kept as finding-<format>-<seed>-<number> in the current folder, and the exit code is 1.

string format = args.Length > 0 ? args[0] : "npz";
ulong mutants = args.Length > 1 ? ulong.Parse(args[1]) : 100_000;
ulong seed = args.Length > 2 ? ulong.Parse(args[2]) : 1;
TimeSpan longest = TimeSpan.FromSeconds(1);

using var target = new FuzzTarget(format, Path.Combine(AppContext.BaseDirectory, "Arrays"));
long accepted = 0, findings = 0, mostAllocated = 0;
TimeSpan slowest = TimeSpan.Zero;
for (ulong number = 0; number < mutants; number++)
{
    byte[] mutant = Mutations.Mutate(target.Sound, seed, number);
    long start = Stopwatch.GetTimestamp();
    string? finding = null;
    try
    {
        accepted += target.Accepts(mutant) ? 1 : 0;
    }
    catch (Exception error)
    {
        finding = error.ToString();
    }

    TimeSpan taken = Stopwatch.GetElapsedTime(start);
    if (taken > longest)
        finding ??= $"it took {taken.TotalSeconds:F1} s";
    slowest = taken > slowest ? taken : slowest;
    mostAllocated = Math.Max(mostAllocated, target.Allocated);
    if (finding is null)
        continue;
    findings++;
    Console.Error.WriteLine($"mutant {number}: {finding}");
    File.WriteAllBytes($"finding-{format}-{seed}-{number}", mutant);
}

Console.WriteLine(
    $"{format}: {mutants} mutants of seed {seed}, {accepted} read, {mutants - (ulong)accepted - (ulong)findings} refused, {findings} findings; "
    + $"slowest {slowest.TotalMilliseconds:F0} ms, most allocated {mostAllocated / 1024} KiB");
return findings == 0 ? 0 : 1;
