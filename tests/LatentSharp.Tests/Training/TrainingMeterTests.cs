using System.Diagnostics.Metrics;
using LatentSharp.Objectives;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

public sealed class TrainingMeterTests
{
    private static readonly ObjectiveBreakdown Objective = new(
        [new TermValue("reconstruction", 7.25, 1), new TermValue("posterior_variance", 3.5, 0)]);

    [Fact]
    public void Every_record_is_heard_as_its_metrics()
    {
        List<string> heard = Heard(
            new StepRecord(Step: 3, Epoch: 0, Examples: 40, Objective, GradientNorm: 0.5, LearningRate: 0.125, null),
            new EpochRecord(0, 4, new Evaluation(16, Objective, PriorVariance: null), IsBest: true));
        Assert.Single(heard, line => line.StartsWith("step.duration ", StringComparison.Ordinal));
        Assert.Equal(
            [
                "steps 1",
                "examples 40",
                "gradient_norm 0.5",
                "learning_rate 0.125",
                "objective 7.25 split=train",
                "term 7.25 term=reconstruction role=active split=train",
                "term 3.5 term=posterior_variance role=diagnostic_only split=train",
                "objective 7.25 split=validation",
                "term 7.25 term=reconstruction role=active split=validation",
                "term 3.5 term=posterior_variance role=diagnostic_only split=validation",
            ],
            heard.Where(line => !line.StartsWith("step.duration ", StringComparison.Ordinal)));
    }

    // Other tests train meanwhile, and their metrics are the process's too: only those of this thread are taken.
    private static List<string> Heard(params ITrainingRecord[] records)
    {
        int thread = Environment.CurrentManagedThreadId;
        var heard = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == TrainingMeter.Name)
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.Start();
        var meter = new TrainingMeter();
        foreach (ITrainingRecord record in records)
            meter.Report(record);
        return heard;

        void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (Environment.CurrentManagedThreadId != thread)
                return;
            string line = FormattableString.Invariant($"{instrument.Name["latentsharp.training.".Length..]} {value}");
            foreach ((string name, object? tag) in tags)
                line += $" {name}={tag}";
            heard.Add(line);
        }
    }
}
