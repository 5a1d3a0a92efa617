using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LatentSharp.Tensors.Randomness;
using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Survival;

/// <summary>
/// A run that is killed, stopped or refused by the disk goes on as if nothing had happened: every file of the finished
/// run is the same to the byte. The suite tries a few moments; for more:
/// <c>LATENTSHARP_SURVIVAL_TRIALS=200 dotnet test -c Release --filter SurvivalTests --logger "console;verbosity=detailed"</c>.
/// </summary>
public sealed class SurvivalTests(ITestOutputHelper output)
{
    private const int Interrupt = 2, Terminate = 15;

    private static readonly int? Trials =
        int.TryParse(Environment.GetEnvironmentVariable("LATENTSHARP_SURVIVAL_TRIALS"), CultureInfo.InvariantCulture, out int trials) ? trials : null;

    [Fact]
    public void A_run_that_is_killed_at_any_moment_goes_on_as_if_it_had_not_been()
    {
        FaultLibrary.RequireHere();
        using var trial = new Trial();
        int[] writing = trial.CheckpointOperations;
        int count = Trials ?? 8, killed = 0, whileWriting = 0;
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
                TimeSpan after = moment * trial.Duration;
                what = $"kill after {after.TotalMilliseconds:F0} ms";
                run = trial.Run(process => KillAfter(process, after));
            }

            // The second half of the trials are killed twice.
            killed += run.ExitCode == 0 ? 0 : 1;
            if (i >= count / 2)
                trial.Run(kind < 0.5f ? "kill" : "torn", 1 + (int)(kind * trial.Operations.Count / 2));
            trial.FinishAndCompare(what);
        }

        output.WriteLine($"{count} trials, {whileWriting} of them while a checkpoint was written; {killed} died before the end.");
        Assert.True(killed >= whileWriting);
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
            string line = Assert.Single(run.Error.Split('\n'), line => line.StartsWith("latent: ", StringComparison.Ordinal));
            Assert.EndsWith("go on with latent train --resume --out run", line, StringComparison.Ordinal);
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
        int count = Trials ?? 6, stopped = 0;
        TimeSpan longest = TimeSpan.Zero;
        float[] draws = Draws(count);
        for (int i = 0; i < count; i++)
        {
            int signal = i % 2 == 0 ? Interrupt : Terminate;
            TimeSpan after = draws[i] * trial.Duration;
            var clock = new Stopwatch();
            ToolRun run = trial.Run(process =>
            {
                Thread.Sleep(after);
                if (Kill(process.Id, signal) == 0)
                    clock.Start();
            });
            longest = clock.Elapsed > longest ? clock.Elapsed : longest;
            // A process that was not up yet, or was just ending, dies of the signal itself, which is told as 128 + signal.
            Assert.True(run.ExitCode == 0 || run.ExitCode == 128 + signal, $"signal {signal} after {after.TotalMilliseconds:F0} ms: {run.ExitCode} {run.Error}");
            stopped += run.ExitCode == 0 ? 0 : 1;
            trial.FinishAndCompare($"signal {signal} after {after.TotalMilliseconds:F0} ms");
        }

        output.WriteLine($"{count} signals, {stopped} before the end; the longest wait for the exit was {longest.TotalMilliseconds:F0} ms.");
    }

    private static void KillAfter(Process process, TimeSpan time)
    {
        Thread.Sleep(time);
        process.Kill();
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
