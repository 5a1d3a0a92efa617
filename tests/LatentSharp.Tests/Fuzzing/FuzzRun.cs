using System.Diagnostics;
using LatentSharp.Data;

namespace LatentSharp.Tests.Fuzzing;

/// <summary>Gives a target one mutant after another and counts how they end.</summary>
internal sealed class FuzzRun(IFuzzTarget target)
{
    private const long MostBeyondFile = 64L << 20;
    private const int LongestMessage = 4096;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public long Accepted { get; private set; }

    public long Refused { get; private set; }

    public long Findings { get; private set; }

    /// <summary>The longest that a mutant took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>The most bytes that were allocated for a mutant.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>
    /// Reads a mutant; what is wrong with how that ended, or null where it was read or refused as it should be.
    /// </summary>
    /// <param name="mutant">The file.</param>
    /// <param name="timed">Whether more than a second is wrong. The clock of a busy machine needs two looks.</param>
    public string? Try(byte[] mutant, bool timed)
    {
        (bool accepted, string? finding, TimeSpan taken) = ReadOnce(mutant);
        if (timed && finding is null && taken > Longest)
        {
            TimeSpan again = ReadOnce(mutant).Taken;
            taken = again < taken ? again : taken;
            if (taken > Longest)
                finding = $"it took {taken.TotalSeconds:F1} s, twice";
        }

        Slowest = taken > Slowest ? taken : Slowest;
        if (finding is not null)
            Findings++;
        else if (accepted)
            Accepted++;
        else
            Refused++;
        return finding;
    }

    private (bool Accepted, string? Finding, TimeSpan Taken) ReadOnce(byte[] mutant)
    {
        target.Place(mutant);
        bool accepted = true;
        string? finding = null;
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        try
        {
            target.Read();
        }
        catch (Exception refusal) when (refusal is DataException or OptionException)
        {
            accepted = false;
            if (refusal.Message.Length > LongestMessage || refusal.Message.Any(char.IsControl))
                finding =
                    $"a message is one line of at most {LongestMessage} characters; this one has " +
                        $"{refusal.Message.Length}: {refusal}";
        }
        catch (Exception error)
        {
            finding = error.ToString();
        }

        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        MostAllocated = Math.Max(MostAllocated, allocated);
        if (allocated > mutant.Length + MostBeyondFile)
            finding ??= $"{allocated} bytes were allocated for a file of {mutant.Length}";
        return (accepted, finding, taken);
    }
}
