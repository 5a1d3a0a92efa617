using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LatentSharp.Compute.Randomness;
using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Survival;

/// <summary>
/// A run that is killed, stopped or refused by the disk goes on as if nothing had happened: every file of the finished
/// run is the same to the byte. The suite tries a few moments; for more:
/// <c>LATENTSHARP_SURVIVAL_TRIALS=200 dotnet test -c Release --filter SurvivalTests --logger
/// "console;verbosity=detailed"</c>.
/// </summary>
[Trait("speed", "slow")]
public sealed class SurvivalTests(ITestOutputHelper output)
{
    private const int InterruptSignal = 2, TerminateSignal = 15;

    private static readonly int? Trials = int.TryParse(
        Environment.GetEnvironmentVariable("LATENTSHARP_SURVIVAL_TRIALS"),
        CultureInfo.InvariantCulture,
        out int trials)
        ? trials
        : null;

    [Fact]
    public void A_run_that_is_killed_at_any_moment_goes_on_as_if_it_had_not_been()
    {
        FaultLibrary.RequireHere();
        using var trial = new Trial();
        int[] writing = trial.CheckpointOperations;
        int count = Trials ?? 8, whileWriting = 0, twice = 0;
        float[] draws = Draws(2 * count);
        for (int i = 0; i < count; i++)
        {
            (float moment, float kind) = (draws[2 * i], draws[2 * i + 1]);
            string what;
            ToolRun run;
            if (i % 2 == 0)
            {
                int at = writing[(int)(moment * writing.Length)];
                string fault = kind < 0.5f ? "torn" : "kill";
                what = $"{fault} at operation {at}, {trial.Operations[at - 1]}";
                run = trial.Run(fault, at);
                whileWriting++;
            }
            else
            {
                (TimeSpan after, run) = Interrupt(trial, moment, process => process.Kill());
                what = $"kill after {after.TotalMilliseconds:F0} ms";
            }

            Assert.NotEqual(0, run.ExitCode);
            // The second half of the trials are killed twice.
            if (
                i >= count / 2
                && trial.Run(kind < 0.5f ? "kill" : "torn", 1 + (int)(kind * trial.Operations.Count / 2)).ExitCode != 0)
                twice++;
            trial.FinishAndCompare(what);
        }

        output.WriteLine(
            $"{count} runs were killed, {whileWriting} of them while a checkpoint was written, {twice} a second " +
                "time when they went on.");
    }

    [Theory]
    [InlineData("full")]
    [InlineData("denied")]
    public void A_disk_that_refuses_ends_the_run_with_one_line_and_what_was_saved_stays(string fault)
    {
        FaultLibrary.RequireHere();
        using var trial = new Trial();
        int step = Trials is null ? trial.Operations.Count / 6 : 1, met = 0;
        for (int at = Trials is null ? 2 : 1; at <= trial.Operations.Count; at += step)
        {
            string what = $"{fault} from operation {at}, {trial.Operations[at - 1]}";
            ToolRun run = trial.Run(fault, at);
            if (run.ExitCode == 0)
            {
                // Nothing but flushes or shortening was left to do, or what was left is not refused by this fault.
                trial.FinishAndCompare(what);
                continue;
            }

            met++;
            Assert.True(run.ExitCode == 1, $"{what}: {run.ExitCode} {run.Error}");
            string line = Assert.Single(
                run.Error.Split('\n'),
                line => line.StartsWith("latent: ", StringComparison.Ordinal));
            Assert.EndsWith("go on with the run (latent train --resume --out run)", line, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
            trial.FinishAndCompare(what);
        }

        output.WriteLine($"{trial.Operations.Count} operations, {met} refusals met.");
        Assert.True(met >= 3);
    }

    [Fact]
    public void Short_writes_are_completed()
    {
        FaultLibrary.RequireHere();
        using var trial = new Trial();
        ToolRun run = trial.Run("short", 1);
        Assert.True(run.ExitCode == 0, run.Error);
        trial.FinishAndCompare("short writes");
    }

    [Fact]
    public void A_signal_at_any_moment_ends_the_run_with_its_own_code_and_the_run_goes_on()
    {
        FaultLibrary.RequireHere();
        using var trial = new Trial();
        int count = Trials ?? 6, asked = 0;
        TimeSpan longest = TimeSpan.Zero;
        float[] draws = Draws(count);
        for (int i = 0; i < count; i++)
        {
            int signal = i % 2 == 0 ? InterruptSignal : TerminateSignal;
            var clock = new Stopwatch();
            (TimeSpan after, ToolRun run) = Interrupt(trial, draws[i], process =>
            {
                clock.Restart();
                _ = Kill(process.Id, signal);
            });
            longest = clock.Elapsed > longest ? clock.Elapsed : longest;
            // A process that is not up yet dies of the signal itself, which is told as 128 + signal too.
            Assert.True(
                run.ExitCode == 128 + signal,
                $"signal {signal} after {after.TotalMilliseconds:F0} ms: {run.ExitCode} {run.Error}");
            asked += run.Error.Contains("latent: stopped", StringComparison.Ordinal) ? 1 : 0;
            trial.FinishAndCompare($"signal {signal} after {after.TotalMilliseconds:F0} ms");
        }

        output.WriteLine(
            $"{count} runs were stopped by a signal, {asked} of them in training or reading; the longest wait " +
                $"for the exit was {longest.TotalMilliseconds:F0} ms.");
    }

    // A run that was over before its moment came is let go, and another one is interrupted earlier.
    private static (TimeSpan After, ToolRun Run) Interrupt(Trial trial, float moment, Action<Process> act)
    {
        for (TimeSpan after = moment * trial.Duration; ; after /= 2)
        {
            ToolRun run = trial.Run(process =>
            {
                Thread.Sleep(after);
                act(process);
            });
            if (run.ExitCode != 0)
                return (after, run);
            trial.FinishAndCompare("a run that was let go");
        }
    }

    private static float[] Draws(int count)
    {
        var draws = new float[count];
        new RandomStream(5, RandomPurpose.Synthesis).FillUniform(draws);
        return draws;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
