using System.Text;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Tests.Data;

namespace LatentSharp.Tests.Evidence;

public sealed class RunHistoryTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Validations_have_the_number_that_epochs_are_chosen_by()
    {
        TrainingHistory history = Read(
            """
            {"kind":"step","step":0,"epoch":0,"objective":9,"terms":{},"gradient_norm":1}
            {"kind":"validation","step":1,"epoch":0,"objective":8.5,"terms":{},"best":true}
            {"kind":"rollback","step":1}
            {"kind":"validation","step":2,"epoch":1,"terms":{},"objective":9,"best":false,"R":7}
            {"kind":"validation","step":3,"epoch":2,"objective":"NaN","terms":{},"best":false}
            """.Replace("\"R\"", "\"router_negative_log_likelihood\"", StringComparison.Ordinal));

        Assert.Equal(
            [(0, 1, 8.5, true), (1, 2, 7, false), (2, 3, double.NaN, false)],
            history.Validations.Select(one => (one.Epoch, one.Step, one.Criterion, one.IsBest)));
        Assert.Single(history.Points);
    }

    [Fact]
    public void A_validation_that_no_run_writes_is_refused_by_its_line() =>
        Assert.Contains(
            "line 1, column 1: this is no line of a training log",
            Assert.Throws<DataException>(() => Read("""{"kind":"validation","step":1,"epoch":0}""")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Validations_are_read_beside_steps_and_the_last_best_one_is_whose_weights_were_kept()
    {
        TrainingHistory history = Read(
            string.Join(
                '\n',
                Line("step", 0, 0, 9, ",\"gradient_norm\":1"),
                Line("validation", 1, 0, 8, ",\"best\":true"),
                Line("validation", 2, 1, 7, ",\"best\":true"),
                Line("validation", 3, 2, 7.5, ",\"best\":false"),
                ""));
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

    private TrainingHistory Read(string lines)
    {
        directory.Write("metrics.jsonl", Encoding.UTF8.GetBytes(lines));
        return RunHistory.ReadLog(directory["metrics.jsonl"]);
    }
}
