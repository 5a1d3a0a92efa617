using LatentSharp.Tests.Conformance;

namespace LatentSharp.Tests.Fuzzing;

/// <summary>The short form of <c>benchmarks/LatentSharp.Fuzz</c>.</summary>
[Trait("speed", "slow")]
public sealed class FuzzTests
{
    private const int Mutants = 2000;

    public static TheoryData<string> Formats => [.. FuzzTargets.Formats];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_damaged_file_is_read_or_refused_within_bounded_memory(string format)
    {
        using IFuzzTarget target = FuzzTargets.Open(format, Path.Combine(FixtureFile.Folder, "Arrays"));
        var run = new FuzzRun(target);
        for (ulong number = 0; number < Mutants; number++)
        {
            if (run.Try(target.Mutant(1, number), timed: false) is { } finding)
                Assert.Fail($"mutant {number}: {finding}");
        }

        // Both must occur for the mutants to reach the readers' depths.
        Assert.InRange(run.Accepted, Mutants / 50, Mutants - Mutants / 4);
    }
}
