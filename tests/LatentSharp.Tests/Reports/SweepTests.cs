using LatentSharp.Reports;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Cli;
using LatentSharp.Tests.Runs;
using LatentSharp.Training;

namespace LatentSharp.Tests.Reports;

/// <summary>A sweep from a program, without the tool.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Each_weight_is_trained_and_read_and_the_sweep_says_what_the_penalty_bought()
    {
        var ended = new Ended();
        SweepResult sweep = Sweep.Execute(
            Sweep.Vary(Task(), "0", "0.5"),
            new RunOptions(scratch["sweep"]),
            threads: 1,
            progress: ended);

        Assert.Equal([0, 0.5], sweep.Reading!.Rows.Select(row => row.Weight));
        Assert.Equal(
            ["posterior_variance_weight=0", "posterior_variance_weight=0.5"],
            sweep.Runs.Select(run => run.Name));
        Assert.All(sweep.Runs, run => Assert.NotNull(run.Reading));
        Assert.Equal(sweep.Runs, ended.Runs);
        Assert.True(File.Exists(scratch["sweep/sweep.json"]));
        Assert.True(File.Exists(scratch["sweep/posterior_variance_weight=0.5/reading.json"]));
    }

    [Fact]
    public void A_run_that_fails_is_in_the_result_and_too_few_others_are_no_sweep()
    {
        SweepResult sweep = Sweep.Execute(
            Sweep.Vary(Task(), "0", "1"),
            new RunOptions(scratch["sweep"]),
            threads: 1,
            train: (setup, options, pool, stop) =>
                setup.Configuration.PosteriorVarianceWeight > 0
                    ? throw new NonFiniteException(new NonFiniteEvent(3, NonFinitePlace.State) { Tensor = "z" })
                    : TrainingRun.Execute(setup, options, pool, stop));

        Assert.Null(sweep.Reading);
        Assert.NotNull(sweep.Runs[0].Reading);
        Assert.Equal("z is not finite", sweep.Runs[1].Failure!.Problem);
        Assert.False(File.Exists(scratch["sweep/sweep.json"]));
    }

    [Fact]
    public void Another_failure_is_thrown_as_it_is() =>
        Assert.Equal(
            "the disk is full",
            Assert.Throws<IOException>(() => Sweep.Execute(
                Sweep.Vary(Task(), "0", "1"),
                new RunOptions(scratch["sweep"]),
                threads: 1,
                train: (_, _, _, _) => throw new IOException("the disk is full"))).Message);

    [Fact]
    public void A_sweep_that_is_asked_to_stop_says_so_and_goes_on_later()
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Sweep.Execute(
            Sweep.Vary(Task(), "0", "1"),
            new RunOptions(scratch["sweep"]),
            threads: 1,
            train: (setup, options, pool, stop) =>
            {
                source.Cancel();
                return TrainingRun.Execute(setup, options, pool, stop);
            },
            cancellation: source.Token));

        SweepResult sweep = Sweep.Execute(
            Sweep.Vary(Task(), "0", "1"),
            new RunOptions(scratch["sweep"]) { Resume = true },
            threads: 1);
        Assert.Equal(2, sweep.Reading!.Rows.Count);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0", "0.0")]
    public void Fewer_than_two_different_weights_are_refused(params string[] weights)
    {
        var failure = Assert.Throws<OptionException>(() => Sweep.Vary(Task(), weights));

        Assert.EndsWith("give at least two different weights, each once", failure.Message, StringComparison.Ordinal);
        Assert.Equal(RemedyKind.OtherWeights, failure.Remedy!.Kind);
    }

    private RunConfiguration Task()
    {
        SineTable.Write(scratch["table.csv"]);
        return SineTable.Task(scratch["table.csv"]) with { Training = new TrainingOptions { Epochs = 1 } };
    }

    private sealed class Ended : IProgress<SweepRun>
    {
        public List<SweepRun> Runs { get; } = [];

        public void Report(SweepRun value) => Runs.Add(value);
    }
}
