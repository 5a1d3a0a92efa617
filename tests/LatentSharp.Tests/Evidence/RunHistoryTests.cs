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
            {"kind":"validation","step":1,"epoch":0,"objective":8.5,"best":true}
            {"kind":"rollback","step":1}
            {"kind":"validation","step":2,"epoch":1,"objective":9,"router_negative_log_likelihood":7,"best":false}
            {"kind":"validation","step":3,"epoch":2,"objective":"NaN","best":false}
            """);

        Assert.Equal(
            [new ValidationPoint(0, 1, 8.5, true), new(1, 2, 7, false), new(2, 3, double.NaN, false)],
            history.Validations);
        Assert.Single(history.Points);
    }

    [Fact]
    public void A_validation_that_no_run_writes_is_refused_by_its_line() =>
        Assert.Contains(
            "line 1, column 1: this is no line of a training log",
            Assert.Throws<DataException>(() => Read("""{"kind":"validation","step":1,"epoch":0}""")).Message,
            StringComparison.Ordinal);

    private TrainingHistory Read(string lines)
    {
        directory.Write("metrics.jsonl", Encoding.UTF8.GetBytes(lines));
        return RunHistory.Read(Path.GetDirectoryName(directory["metrics.jsonl"])!, failure: null);
    }
}
