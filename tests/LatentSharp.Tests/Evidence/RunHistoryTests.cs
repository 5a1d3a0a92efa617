using LatentSharp.Evidence;
using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Evidence;

public sealed class RunHistoryTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Validations_are_read_beside_steps_and_the_last_best_one_is_whose_weights_were_kept()
    {
        scratch.Write(
            "metrics.jsonl",
            string.Join(
                '\n',
                Line("step", 0, 0, 9, ",\"gradient_norm\":1"),
                Line("validation", 1, 0, 8, ",\"best\":true"),
                Line("validation", 2, 1, 7, ",\"best\":true"),
                Line("validation", 3, 2, 7.5, ",\"best\":false"),
                ""));
        TrainingHistory history = RunHistory.Read(scratch["."], failure: null);

        Assert.Equal(9, Assert.Single(history.Points).Objective);
        Assert.Equal([8, 7, 7.5], history.Validations.Select(validation => validation.Objective));
        Assert.Equal((2L, 1), (history.Best!.Step, history.Best.Epoch));
        Assert.Equal((7.0, 1.0), history.Best.Terms["reconstruction"]);
    }

    [Fact]
    public void A_log_without_a_validation_has_no_best() =>
        Assert.Null(new TrainingHistory([], Failure: null).Best);

    private static string Line(string kind, int step, int epoch, double objective, string rest) =>
        FormattableString.Invariant(
            $$$"""
            {"kind":"{{{kind}}}","step":{{{step}}},"epoch":{{{epoch}}},"objective":{{{objective}}},
            """)
            + FormattableString.Invariant(
                $$$"""
                "terms":{"reconstruction":{"raw":{{{objective}}},"weight":1} }{{{rest}}} }
                """);
}
