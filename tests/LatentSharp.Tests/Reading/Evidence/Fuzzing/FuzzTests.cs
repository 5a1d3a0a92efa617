using LatentSharp.Tests.Conformance;

namespace LatentSharp.Tests.Reading.Evidence.Fuzzing;

/// <summary>The short form of <c>benchmarks/LatentSharp.Fuzz</c>.</summary>
public sealed class FuzzTests
{
    private const int Mutants = 2000;

    [Theory]
    [InlineData("npz")]
    [InlineData("npy")]
    [InlineData("safetensors")]
    public void A_damaged_file_is_read_or_refused_within_bounded_memory(string format)
    {
        using var target = new FuzzTarget(format, Path.Combine(FixtureFile.Folder, "Arrays"));
        int accepted = 0;
        for (int number = 0; number < Mutants; number++)
        {
            byte[] mutant = Mutations.Mutate(target.Sound, 1, (ulong)number);
            try
            {
                accepted += target.Accepts(mutant) ? 1 : 0;
            }
            catch (Exception error)
            {
                Assert.Fail($"mutant {number}: {error}");
            }
        }

        // Both must occur for the mutants to reach the readers' depths.
        Assert.InRange(accepted, Mutants / 50, Mutants - Mutants / 4);
    }
}
