using System.Globalization;
using System.Text.Json.Nodes;
using LatentSharp.TensorBoard;
using LatentSharp.Tests.Cli;
using LatentSharp.Tests.Data;
using LatentSharp.Tests.Documentation;

namespace LatentSharp.Tests.TensorBoard;

/// <summary>What read_events.py, which shares no code with the writer, finds in an event file.</summary>
public sealed class OutsideReaderTests : IDisposable
{
    private const string Python = "python3";

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Another_reader_finds_every_value_that_was_written()
    {
        Assert.SkipUnless(HasPython(), "The other reader needs python3, and there is none on the PATH.");
        var clock = new FixedClock();
        var parameters = new HyperParameters(
            [new("rate", 0.001), new("router", false), new("data", "digits é"), new("clip", double.PositiveInfinity)],
            ["loss/total"],
            clock);
        string path;
        using (EventFile file = EventFile.Open(directory["log"], clock))
        {
            path = file.Path;
            file.StartSession(7);
            file.Write(7, parameters.AtStart());
            clock.Now += TimeSpan.FromMilliseconds(250);
            file.Write(
                8,
                Summaries.Scalar("loss/total", 0.1, "The *loss*.", "loss"),
                Summaries.Histogram("kl", [1, 1.5, 1.5, double.NaN, 4]),
                Summaries.Image("drawn", [0x89, 0, 255], 28, 14));
            file.Write(
                long.MaxValue,
                Summaries.Scalar("loss/total", double.NaN),
                Summaries.Scalar("zero", 0),
                Summaries.Histogram("kl", []));
            file.Write(9, parameters.AtEnd(SessionOutcome.Success));
        }

        string limits = string.Join(
            ',',
            Enumerable.Range(1, 30).Select(i => (1 + i / 10.0).ToString("R", CultureInfo.InvariantCulture)));
        string counts = string.Join(
            ',',
            Enumerable
                .Range(0, 30)
                .Select(i =>
                    i switch
                    {
                        0 => "1",
                        5 => "2",
                        29 => "1",
                        _ => "0",
                    }
                ));
        JsonNode expected = JsonNode.Parse(
            """
            [
              {"wall_time": 1440183447, "file_version": "brain.Event:2"},
              {"wall_time": 1440183447, "step": 7, "session_log": {"status": 1}},
              {"wall_time": 1440183447, "step": 7, "summary": {"value": [
                {"tag": "_hparams_/experiment", "tensor": {"dtype": 1, "tensor_shape": {"dim": [{}]}},
                 "metadata": {"data_class": 2, "plugin_data": {"plugin_name": "hparams", "content": {"experiment": {
                   "time_created_secs": 1440183447,
                   "hparam_infos": [{"name": "rate", "type": 3}, {"name": "router", "type": 2},
                     {"name": "data", "type": 1}, {"name": "clip", "type": 1}],
                   "metric_infos": [{"name": {"tag": "loss/total"}}]}}}}},
                {"tag": "_hparams_/session_start_info", "tensor": {"dtype": 1, "tensor_shape": {"dim": [{}]}},
                 "metadata": {"data_class": 2, "plugin_data": {"plugin_name": "hparams", "content":
                   {"session_start_info": {
                   "start_time_secs": 1440183447,
                   "hparams": [
                     {"key": "rate", "value": {"number_value": 0.001}},
                     {"key": "router", "value": {"bool_value": false}},
                     {"key": "data", "value": {"string_value": "digits é"}},
                     {"key": "clip", "value": {"string_value": "Infinity"}}]}}}}}]}},
              {"wall_time": 1440183447.25, "step": 8, "summary": {"value": [
                {"tag": "loss/total", "simple_value": 0.1, "metadata": {
                  "data_class": 1, "plugin_data": {"plugin_name": "scalars"},
                  "summary_description": "The *loss*.", "display_name": "loss"}},
                {"tag": "kl", "histo": {"min": 1, "max": 4, "num": 4, "sum": 8, "sum_squares": 21.5,
                  "bucket_limit": [LIMITS], "bucket": [COUNTS]},
                 "metadata": {"data_class": 2, "plugin_data": {"plugin_name": "histograms"}}},
                {"tag": "drawn",
                 "image": {"height": 14, "width": 28, "colorspace": 1, "encoded_image_string": "8900ff"},
                 "metadata": {"data_class": 3, "plugin_data": {"plugin_name": "images", "content":
                   {"converted_to_tensor": true}}}}]}},
              {"wall_time": 1440183447.25, "step": 9223372036854775807, "summary": {"value": [
                {"tag": "loss/total", "simple_value": "nan"},
                {"tag": "zero", "simple_value": 0,
                 "metadata": {"data_class": 1, "plugin_data": {"plugin_name": "scalars"}}},
                {"tag": "kl", "histo": {}}]}},
              {"wall_time": 1440183447.25, "step": 9, "summary": {"value": [
                {"tag": "_hparams_/session_end_info", "tensor": {"dtype": 1, "tensor_shape": {"dim": [{}]}},
                 "metadata": {"data_class": 2, "plugin_data": {"plugin_name": "hparams", "content":
                   {"session_end_info": {"status": 1, "end_time_secs": 1440183447.25}}}}}]}}
            ]
            """.Replace("LIMITS", limits, StringComparison.Ordinal).Replace("COUNTS", counts, StringComparison.Ordinal)
        )!;
        ToolRun reading = Read(path);
        Assert.True(reading.ExitCode == 0, reading.Error);
        AssertSame("$", expected, JsonNode.Parse(reading.Output));
    }

    [Fact]
    public void The_other_reader_refuses_a_changed_bit_and_a_cut()
    {
        Assert.SkipUnless(HasPython(), "The other reader needs python3, and there is none on the PATH.");
        string path;
        using (EventFile file = EventFile.Open(directory["log"], new FixedClock()))
            path = file.Path;
        byte[] bytes = File.ReadAllBytes(path);
        byte[] changed = [.. bytes];
        changed[20] ^= 1;
        Assert.Contains(
            "wrong checksum of the record",
            Read(directory.Write("changed", changed)).Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "the record is cut short",
            Read(directory.Write("cut", bytes.AsSpan(..^1))).Error,
            StringComparison.Ordinal);
    }

    private static bool HasPython() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, Python)));

    private ToolRun Read(string path) =>
        ToolRun.Start(
            Python,
            directory[""],
            _ => { },
            Path.Combine(Repository.Root, "tests/LatentSharp.Tests/TensorBoard/read_events.py"),
            path);

    // To 7 digits, those of float32: the reader prints a scalar of 0.1 as the double next to it.
    private static void AssertSame(string place, JsonNode? expected, JsonNode? actual)
    {
        switch (expected)
        {
            case JsonObject fields:
                Assert.True(
                    fields
                        .Select(field => field.Key)
                        .Order()
                        .SequenceEqual(actual!.AsObject().Select(field => field.Key).Order()),
                    $"{place}: {actual.ToJsonString()}");
                foreach ((string name, JsonNode? value) in fields)
                    AssertSame($"{place}.{name}", value, actual[name]);
                break;
            case JsonArray items:
                Assert.True(items.Count == actual!.AsArray().Count, $"{place}: {actual.ToJsonString()}");
                for (int i = 0; i < items.Count; i++)
                    AssertSame($"{place}[{i}]", items[i], actual[i]);
                break;
            default:
                Assert.True(
                    Same(expected!.ToJsonString(), actual!.ToJsonString()),
                    $"{place}: {actual.ToJsonString()} instead of {expected.ToJsonString()}");
                break;
        }
    }

    private static bool Same(string expected, string actual) =>
        expected == actual
        || (
            double.TryParse(expected, CultureInfo.InvariantCulture, out double wanted)
            && double.TryParse(actual, CultureInfo.InvariantCulture, out double found)
            && Math.Abs(wanted - found) <= 1e-7 * Math.Abs(wanted));
}
