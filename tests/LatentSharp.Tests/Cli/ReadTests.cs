using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Reports.Rendering;
using LatentSharp.Tests.Training;
using LatentSharp.Training;

namespace LatentSharp.Tests.Cli;

public sealed class ReadTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_run_is_read_again_as_it_was_read_when_its_training_ended()
    {
        Train("run");
        string[] before = scratch.Entries;
        ToolRun read = Read("run", "--format", "json", "--threads", "2");
        Assert.Equal(File.ReadAllText(scratch["run/reading.json"]), read.Output);
        Assert.Equal(before, scratch.Entries);
        Assert.Empty(JsonSchemaCheck.OfPublished("reading-2.json").Errors(read.Output));
        Assert.Equal(
            "diagnostic_only",
            Json(read.Output).GetProperty("objective").GetProperty("posterior_variance").GetProperty("role").GetString()
        );
    }

    [Fact]
    public void The_text_of_a_run_asks_three_questions_and_then_gives_findings_and_quantities()
    {
        Train("run");
        string text = Read("run").Output;
        string[] order =
        [
            "The latent of run\n",
            "\n1. Is the ",
            "\n2. Which concern?\n",
            "\n3. Did the optimisation diverge?\n",
            "\nFindings: ",
            "\nQuantities\n",
        ];
        int[] places = [.. order.Select(part => text.IndexOf(part, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void The_draws_of_z_can_be_chosen()
    {
        Train("run");
        Assert.NotEqual(
            Read("run", "--samples", "7", "--format", "json").Output,
            Read("run", "--format", "json").Output);
    }

    [Fact]
    public void Every_format_goes_to_standard_output_or_whole_into_a_file()
    {
        WriteArrays();
        foreach (string format in (string[])["text", "json", "html", "sarif"])
        {
            string printed = Read("arrays.npz", "--format", format).Output;
            Assert.Equal("", Read("arrays.npz", "--format", format, "--out", $"report.{format}").Output);
            Assert.Equal(printed, File.ReadAllText(scratch[$"report.{format}"]));
        }

        Assert.StartsWith(
            "<!DOCTYPE html>",
            File.ReadAllText(scratch["report.html"]),
            StringComparison.OrdinalIgnoreCase);
        JsonElement log = Json(File.ReadAllText(scratch["report.sarif"]));
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        Assert.Equal(
            Ids(Json(File.ReadAllText(scratch["report.json"])), "findings", "id"),
            Ids(log.GetProperty("runs")[0], "results", "ruleId"));
    }

    [Fact]
    public void A_finding_at_the_limit_or_above_ends_with_3_and_the_report_is_written()
    {
        WriteArrays();
        string[] broadThoughPenalised =
        [
            "read",
            "arrays.npz",
            "--posterior-variance-weight",
            "0.5",
            "--format",
            "sarif",
            "--out",
            "latent.sarif",
            "--fail-on",
        ];
        ToolRun warned = ToolRun.Of(scratch.Path, [.. broadThoughPenalised, "warning"]);
        Assert.Equal((3, ""), (warned.ExitCode, warned.Output));
        Assert.StartsWith("not passed: LS1002: V_post is 4.00 ", warned.Error, StringComparison.Ordinal);
        Assert.Single(warned.Error.TrimEnd('\n').Split('\n'));
        Assert.Contains(
            "LS1002",
            Ids(Json(File.ReadAllText(scratch["latent.sarif"])).GetProperty("runs")[0], "results", "ruleId"));
        Assert.Equal(3, ToolRun.Of(scratch.Path, [.. broadThoughPenalised, "note"]).ExitCode);
        Assert.Equal(0, ToolRun.Of(scratch.Path, [.. broadThoughPenalised, "error"]).ExitCode);
    }

    [Fact]
    public void A_gate_ignores_what_it_is_told_draws_lines_elsewhere_and_passes_what_a_baseline_has()
    {
        WriteArrays();
        scratch.Write("lines.json", """{ "large_variance": 20 }""");
        string[] read = ["read", "arrays.npz", "--posterior-variance-weight", "0.5", "--fail-on", "warning"];
        Assert.Equal(3, ToolRun.Of(scratch.Path, read).ExitCode);
        Assert.Equal(0, ToolRun.Of(scratch.Path, [.. read, "--ignore", "LS1004,LS1002"]).ExitCode);
        Assert.Equal(0, ToolRun.Of(scratch.Path, [.. read, "--thresholds", "lines.json"]).ExitCode);
        Assert.Equal(0, ToolRun.Of(scratch.Path, [.. read, "--against", "arrays.npz"]).ExitCode);

        // The baseline is not broad: LS1002 is new, and the comparison shows it.
        Arrays.Write(scratch, "narrow.npz", "posterior_mean", "posterior_logvar", variance: 1);
        ToolRun grown = ToolRun.Of(scratch.Path, [.. read, "--against", "narrow.npz"]);
        Assert.Equal(3, grown.ExitCode);
        Assert.Contains("LS1002", grown.Output, StringComparison.Ordinal);

        ToolRun asserted = ToolRun.Of(
            scratch.Path,
            "read", "arrays.npz", "--assert", "posterior_variance < 5", "--assert", "usage_gap > 0");
        Assert.Equal(3, asserted.ExitCode);
        Assert.Equal(
            "not passed: usage_gap > 0 is not kept: usage_gap is not measured; needs nll_shuffled and nll_posterior.\n",
            asserted.Error);
        Assert.Equal(0, ToolRun.Of(scratch.Path, "read", "arrays.npz", "--assert", "posterior_variance<5").ExitCode);
        ToolRun unknown = ToolRun.Of(scratch.Path, "read", "arrays.npz", "--assert", "posterior_varianc < 5");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("did you mean 'posterior_variance'?", unknown.Error, StringComparison.Ordinal);
        ToolRun ignored = ToolRun.Of(scratch.Path, [.. read, "--ignore", "LS1102"]);
        Assert.Equal(2, ignored.ExitCode);
        Assert.Contains("did you mean 'LS1002'?", ignored.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_log_beside_arrays_answers_what_the_log_can()
    {
        WriteArrays();
        const string terms =
            """
            {"reconstruction":{"raw":9,"weight":2},"prior_kl":{"raw":1,"weight":1},
            "posterior_variance":{"raw":1,"weight":0}}
            """;
        static string Line(int step, double objective) =>
            $$"""{"kind":"step","step":{{step}},"objective":{{objective}},"gradient_norm":1,"terms":{{terms}}}"""
                .ReplaceLineEndings("");
        scratch.Write(
            "metrics.jsonl",
            string.Join('\n', Enumerable.Range(1, 60).Select(step => Line(step, step < 30 ? 10 : 1000 * step))) + "\n");
        JsonElement reading = Json(
            Read("arrays.npz", "--prior", "standard", "--log", "metrics.jsonl", "--format", "json").Output);
        Assert.Contains("LS9002", Ids(reading, "findings", "id"));
        // The term is in the log with weight 0, and K_prior weighs half of the reconstruction.
        Assert.Equal(
            "diagnostic_only",
            reading.GetProperty("objective").GetProperty("posterior_variance").GetProperty("role").GetString());
        Assert.Equal(
            0.5,
            reading.GetProperty("quantities").GetProperty("width_price").GetProperty("prior_kl_weight").GetDouble());
        ToolRun none = ToolRun.Of(scratch.Path, "read", "arrays.npz", "--log", "none.jsonl");
        Assert.Equal((2, "latent: none.jsonl: there is no such file; check the path.\n"), (none.ExitCode, none.Error));
    }

    [Fact]
    public void Arrays_without_a_prior_are_read_against_a_standard_one_by_an_option()
    {
        WriteArrays();
        JsonElement kl = Json(Read("arrays.npz", "--prior", "standard", "--format", "json").Output)
            .GetProperty("quantities").GetProperty("prior_kl");
        Assert.True(kl.GetProperty("value").GetDouble() > 0);
        Assert.Contains("N(0, I)", Read("arrays.npz", "--prior", "standard").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_readings_are_compared_the_earlier_one_first()
    {
        WriteArrays();
        Arrays.Write(scratch, "earlier.npz", "posterior_mean", "posterior_logvar", variance: 9);
        string compared = Read("arrays.npz", "--against", "earlier.npz", "--format", "json").Output;
        Assert.Empty(JsonSchemaCheck.OfPublished("comparison-2.json").Errors(compared));
        JsonElement variance = Json(compared).GetProperty("differences")[0];
        Assert.Equal(9, variance.GetProperty("before").GetDouble(), 1e-5);
        Assert.Equal(4, variance.GetProperty("after").GetDouble(), 1e-5);
        Assert.Contains("arrays.npz", Read("arrays.npz", "--against", "earlier.npz").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Means_and_variances_alone_answer_what_they_can_and_conclude_nothing_else()
    {
        WriteArrays();
        JsonElement reading = Json(Read("arrays.npz", "--format", "json").Output);
        JsonElement quantities = reading.GetProperty("quantities");
        Assert.Equal(4, quantities.GetProperty("posterior_variance").GetProperty("value").GetDouble(), 1e-5);
        foreach (
            (string quantity, string needs) in ((string, string)[])
                [
                    ("prior_kl", "prior_logvar"),
                    ("aggregate_gap", "prior_mean"),
                    ("sampling_cost", "nll_at_mean"),
                    ("usage_gap", "nll_shuffled"),
                    ("test_time_gap", "nll_prior"),
                    ("semantic_probe", "labels"),
                    ("disentanglement", "factors"),
                    ("router_retrieval", "prior_mean"),
                ])
        {
            JsonElement missing = quantities.GetProperty(quantity);
            Assert.False(missing.GetProperty("measured").GetBoolean());
            Assert.Contains(needs, missing.GetProperty("needs").GetString(), StringComparison.Ordinal);
        }

        string[] ids = Ids(reading, "findings", "id");
        Assert.Contains("LS1003", ids);
        Assert.All(ids, id => Assert.Matches("^LS100[1-7]$", id));
        string text = string.Join(
            ' ',
            Read("arrays.npz").Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        foreach (
            (string concern, string supply) in ((string, string)[])
                [
                    ("semantic alignment", "labels or factors."),
                    ("sampled-latent stability", "nll_posterior and nll_at_mean."),
                    ("prior matching", "prior_mean and prior_logvar, or log_ratio_posterior."),
                    ("router recovery", "prior_mean and prior_logvar."),
                ])
            Assert.Matches($@"{concern}: [^?]*\? [\w -]+ is not measured: supply {supply}", text);
        Assert.Contains(
            "Its role in the objective is unknown: the weight was not given.",
            text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "diagnostic_only", "LS1001")]
    [InlineData("0.5", "active", "LS1002")]
    public void A_weight_and_names_can_be_given_for_arrays_that_lack_them(string weight, string role, string finding)
    {
        Arrays.Write(scratch, "arrays.npz", "mu", "lv", variance: 4);
        JsonElement reading = Json(
            Read(
                "arrays.npz",
                "--map",
                "posterior_mean=mu",
                "--map",
                "posterior_logvar=lv",
                "--posterior-variance-weight",
                weight,
                "--format",
                "json").Output);
        Assert.Equal(
            role,
            reading.GetProperty("objective").GetProperty("posterior_variance").GetProperty("role").GetString());
        Assert.Contains(finding, Ids(reading, "findings", "id"));
    }

    [Fact]
    public void A_run_that_failed_is_read_at_its_best_weights_and_the_finding_names_the_step_and_the_tensor()
    {
        RunSetup setup = RunSetup.Load(Presets.Find("digits")!);
        var model = new Cvae(setup.Configuration.Model, seed: 0);
        using (var device = Device.Cpu(1))
        using (RunDirectory directory = RunDirectory.Create(scratch["run"], setup, model))
        {
            var observer = new RecordingProgress
            {
                AtStep = directory.Report,
                AtEpoch = epoch =>
                {
                    directory.Report(epoch);
                    model.Parameters.Single(parameter => parameter.Name == "decoder.1.bias").Value.Span[0] = float.NaN;
                },
            };
            var trainer = new Trainer(
                model,
                setup.Configuration.Objective,
                setup.Configuration.Training,
                setup.Data,
                device);
            directory.Fail(Assert.Throws<NonFiniteException>(() => trainer.Run(observer)));
        }

        const string Found =
            "Training met a non-finite number: step 20: reconstruction is NaN, first in decoder.1.bias";
        Assert.Equal($"{Found}.", Title());
        Assert.Equal(3, ToolRun.Of(scratch.Path, "read", "run", "--fail-on", "error").ExitCode);

        // A run of an earlier version has the reason in words alone, which are quoted whole.
        JsonNode record = JsonNode.Parse(File.ReadAllText(scratch["run/run.json"]))!;
        Assert.True(record.AsObject().Remove("non_finite"));
        File.WriteAllText(scratch["run/run.json"], record.ToJsonString());
        Assert.Equal(
            $"{Found}; training stopped. Try a smaller learning_rate, a gradient_clip_norm, or a log_variance_range.",
            Title());

        string? Title() =>
            Json(Read("run", "--format", "json").Output)
                .GetProperty("findings")
                .EnumerateArray()
                .Single(entry => entry.GetProperty("id").GetString() == "LS9001")
                .GetProperty("title")
                .GetString();
    }

    [Fact]
    public void A_page_is_one_well_formed_document()
    {
        WriteArrays();
        string page = Read("arrays.npz", "--format", "html").Output;
        Assert.DoesNotContain(
            "http://",
            page.Replace("http://www.w3.org/", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Equal(
            "html",
            XDocument
                .Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.OrdinalIgnoreCase))
                .Root!.Name.LocalName);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static string[] Ids(JsonElement parent, string list, string name) =>
        [.. parent.GetProperty(list).EnumerateArray().Select(entry => entry.GetProperty(name).GetString()!)];

    private void WriteArrays() =>
        Arrays.Write(scratch, "arrays.npz", "posterior_mean", "posterior_logvar", variance: 4);

    private void Train(string path)
    {
        scratch.WriteTable("table.csv", 60);
        ToolRun run = ToolRun.Of(
            scratch.Path,
            "train",
            "table.csv",
            "--condition",
            "x",
            "--target",
            "y",
            "--label",
            "kind",
            "--epochs",
            "2",
            "--set",
            "hidden=8",
            "--out",
            path);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private ToolRun Read(params string[] arguments)
    {
        ToolRun run = ToolRun.Of(scratch.Path, ["read", .. arguments]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("", run.Error);
        return run;
    }
}
