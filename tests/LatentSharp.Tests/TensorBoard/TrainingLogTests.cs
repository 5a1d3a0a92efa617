using System.Text.Json;
using System.Text.RegularExpressions;
using LatentSharp.TensorBoard.Wire;
using LatentSharp.Tests.Cli;
using LatentSharp.Tests.Documentation;

namespace LatentSharp.Tests.TensorBoard;

public sealed partial class TrainingLogTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Every_logged_number_is_the_one_of_metrics_jsonl_and_every_tag_is_on_the_page()
    {
        string command = Assert.Single(Repository.Blocks("docs/tensorboard.md", "sh")).Trim();
        ToolRun run = ToolRun.Of(
            scratch.Path,
            [.. command.Split(' ')[1..], "--epochs", "2", "--set", "hidden=16", "--set", "log_variance_range=-10,10"]);
        Assert.True(run.ExitCode == 0, run.Error);
        List<Event> events = EventRecords.Of(
            Assert.Single(Directory.GetFiles(scratch["runs/shown/tensorboard"], "events.*")));
        Dictionary<(long Step, string Tag), double> scalars = Scalars(events);

        int compared = 0;
        foreach (string text in File.ReadLines(scratch["runs/shown/metrics.jsonl"]))
        {
            var line = JsonSerializer.Deserialize<JsonElement>(text);
            long step = line.GetProperty("step").GetInt64();
            bool isStep = line.GetProperty("kind").GetString() == "step";
            Same(isStep ? "training/objective" : "validation/objective", line.GetProperty("objective"));
            foreach (JsonProperty term in line.GetProperty("terms").EnumerateObject())
            {
                if (!isStep)
                {
                    Same($"validation/{term.Name}", term.Value.GetProperty("raw"));
                    continue;
                }

                foreach (string part in (string[])["raw", "weight", "contribution"])
                    Same($"{term.Name}/{part}", term.Value.GetProperty(part));
            }

            foreach (
                string name in isStep
                    ? (string[])["gradient_norm", "learning_rate", "log_variance_out_of_range"]
                    : ["negative_evidence_lower_bound", "prior_variance"])
                Same($"{(isStep ? "training" : "validation")}/{name}", line.GetProperty(name));

            void Same(string tag, JsonElement value)
            {
                compared++;
                Assert.Equal((float)value.GetDouble(), scalars[(step, tag)]);
            }
        }

        Assert.Equal(scalars.Count, compared);
        string page = Repository.Read("docs/tensorboard.md");
        string[] tags = [.. Values(events).Select(value => value.Tag).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(
            Tag().Matches(page).Select(match => match.Groups["tag"].Value).Order(StringComparer.Ordinal),
            tags);
        Assert.All(
            Directory.GetFiles(scratch["runs/shown/tensorboard"]).Select(Path.GetFileName),
            file =>
                Assert.True(
                    file!.StartsWith("events.", StringComparison.Ordinal)
                        || page.Contains($"`{file}`", StringComparison.Ordinal),
                    file));
    }

    [Fact]
    public void The_histograms_hold_what_the_evaluation_averages_and_the_description_says_the_role()
    {
        Train("--set", "posterior_variance_weight=0.5");
        List<Event> events = EventRecords.Of(Assert.Single(Directory.GetFiles(scratch["run/tensorboard"], "events.*")));
        Dictionary<(long Step, string Tag), double> scalars = Scalars(events);
        foreach (Event record in events.Where(record => Values([record]).Any(value => value.Tag == "latent/prior_kl")))
        {
            Dictionary<string, Summary.Types.Value> at = Values([record]).ToDictionary(value => value.Tag);
            Assert.Equal(8, at["latent/prior_kl"].Histo.Num);
            Assert.Equal(
                scalars[(record.Step, "validation/prior_kl")],
                at["latent/prior_kl"].Histo.Sum,
                1e-4 * at["latent/prior_kl"].Histo.Sum);
            Assert.Equal(
                scalars[(record.Step, "validation/posterior_variance")],
                at["latent/posterior_variance"].Histo.Sum / 8,
                1e-4);
            Assert.Equal(
                scalars[(record.Step, "validation/prior_variance")],
                at["latent/prior_variance"].Histo.Sum / 8,
                1e-4);
            // Eight digits of 8 x 8 pixels in six columns, a line between two.
            Assert.Equal((8 * 9 - 1, 6 * 9 - 1), (at["samples"].Image.Height, at["samples"].Image.Width));
        }

        Assert.Equal(
            "Active: part of the gradient, at weight 0.5 in the end. V_post = mean over examples and dimensions of " +
                "exp(logvar) of q, squared latent units; absolute sharpness, not meaning.",
            Values(events).First(value => value.Tag == "posterior_variance/raw").Metadata.SummaryDescription);
    }

    [Fact]
    public void The_means_come_with_a_label_for_each()
    {
        Train();
        string[] means = File.ReadAllLines(scratch["run/tensorboard/posterior_mean.tsv"]),
            labels = File.ReadAllLines(scratch["run/tensorboard/labels.tsv"]);
        Assert.Equal((270, 270), (means.Length, labels.Length));
        Assert.All(means, line => Assert.Equal(8, line.Split('\t').Length));
        Assert.Equal(10, labels.Distinct().Count());
    }

    [Fact]
    public void A_network_without_a_latent_is_logged_without_means()
    {
        Train("--set", "model=nn");
        Assert.True(File.Exists(scratch["run/run.json"]));
        Assert.False(File.Exists(scratch["run/tensorboard/posterior_mean.tsv"]));
        List<Event> events = EventRecords.Of(
            Assert.Single(Directory.GetFiles(scratch["run/tensorboard"], "events.*")));
        Assert.Contains(Values(events), value => value.Tag == "_hparams_/session_end_info");
    }

    [Fact]
    public void A_resumed_run_begins_a_session_at_the_step_it_goes_on_from()
    {
        Train();
        ToolRun more = ToolRun.Of(
            scratch.Path,
            "train",
            "--resume",
            "--out",
            "run",
            "--epochs",
            "3",
            "--allow-changes");
        Assert.True(more.ExitCode == 0, more.Error);
        string[] files = [.. Directory.GetFiles(scratch["run/tensorboard"], "events.*").Order(StringComparer.Ordinal)];
        Assert.Equal(
            [0L, 40L],
            files.Select(file => EventRecords.Of(file).Single(record => record.SessionLog is not null).Step));
        Assert.All(
            EventRecords.Of(files[1]).Where(record => record.WhatCase == Event.WhatOneofCase.Summary),
            record => Assert.InRange(record.Step, 40, 60));
        Assert.Contains(Values(EventRecords.Of(files[1])), value => value.Tag == "_hparams_/session_end_info");
    }

    private void Train(params string[] more)
    {
        ToolRun run = ToolRun.Of(
            scratch.Path,
            ["train", "digits", "--tensorboard", "--out", "run", "--epochs", "2", "--set", "hidden=16", .. more]);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private static IEnumerable<Summary.Types.Value> Values(IEnumerable<Event> events) =>
        events
            .Where(record => record.WhatCase == Event.WhatOneofCase.Summary)
            .SelectMany(record => record.Summary.Value);

    private static Dictionary<(long Step, string Tag), double> Scalars(IEnumerable<Event> events) =>
        events.Where(record => record.WhatCase == Event.WhatOneofCase.Summary)
            .SelectMany(record => record.Summary.Value.Select(value => (record.Step, Value: value)))
            .Where(entry => entry.Value.ValueCase == Summary.Types.Value.ValueOneofCase.SimpleValue)
            .ToDictionary(entry => (entry.Step, entry.Value.Tag), entry => (double)entry.Value.SimpleValue);

    // The tags of the table, in its first column.
    [GeneratedRegex(@"(?<=^\|[^|\n]*)`(?<tag>samples|[a-z_]+/[a-z_]+)`", RegexOptions.Multiline)]
    private static partial Regex Tag();
}
