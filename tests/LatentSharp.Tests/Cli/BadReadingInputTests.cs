using LatentSharp.Data.Formats.Safetensors;

namespace LatentSharp.Tests.Cli;

/// <summary>
/// What cannot be read is refused in one line that names the place and the remedy, and no report is left.
/// </summary>
public sealed class BadReadingInputTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_missing_path() => Refused("absent: there is no such run or file; check the path", "absent");

    [Fact]
    public void A_missing_file() => Refused("absent.npz: there is no such run or file; check the path", "absent.npz");

    [Fact]
    public void A_directory_that_is_no_run()
    {
        Directory.CreateDirectory(scratch["notes"]);
        scratch.Write("notes/list.txt", "mine");
        Refused(
            "notes: neither a run (there is no run.json) nor a folder of .npy files; give a run directory, or arrays",
            "notes");
    }

    [Fact]
    public void A_file_of_another_kind()
    {
        scratch.Write("arrays.csv", "mu\n1\n");
        Refused("arrays.csv: neither a .npz file, a .safetensors file nor a folder of .npy files", "arrays.csv");
    }

    [Fact]
    public void Arrays_that_lack_a_required_one()
    {
        Arrays.Write(scratch, "arrays.npz", "posterior_mean", "lv", variance: 1);
        Refused(
            "arrays.npz: posterior_logvar is missing; there are 'posterior_mean', 'lv'; export what is missing, " +
                "or posterior_variance or posterior_std in place of posterior_logvar, or map it to an array of " +
                "another name (--map posterior_logvar=NAME)",
            "arrays.npz");
    }

    [Fact]
    public void A_damaged_archive()
    {
        scratch.WriteBytes("arrays.npz", [0x50, 0x4B, 3, 4, 0, 0, 0]);
        Refused("arrays.npz: ", "arrays.npz");
    }

    [Theory]
    [InlineData(
        "map posterior_maen=mu: there is no role 'posterior_maen'; did you mean 'posterior_mean'?",
        "--map",
        "posterior_maen=mu")]
    [InlineData("--map mu: give role=array, such as posterior_mean=mu", "--map", "mu")]
    [InlineData(
        "--map labels=y: the role labels is given twice; give it once",
        "--map",
        "labels=x",
        "--map",
        "labels=y")]
    [InlineData("arrays.npz: map labels=y: there is no array 'y'; ", "--map", "labels=y")]
    [InlineData(
        "--posterior-variance-weight is -1; give a number of at least 0, such as 0.5",
        "--posterior-variance-weight",
        "-1")]
    [InlineData(
        "--posterior-variance-weight is much; give a number of at least 0, such as 0.5",
        "--posterior-variance-weight",
        "much")]
    [InlineData("--format is xml; give text, json, html or sarif. (see latent read --help)", "--format", "xml")]
    [InlineData("--fail-on is bad; give note, warning or error. (see latent read --help)", "--fail-on", "bad")]
    [InlineData("--samples is 0; give a whole number from 1 to 100000. (see latent read --help)", "--samples", "0")]
    [InlineData(
        "--samples is many; give a whole number from 1 to 100000. (see latent read --help)",
        "--samples",
        "many")]
    [InlineData("absent: there is no such run or file; check the path", "--against", "absent")]
    [InlineData("absent/report.json: the report cannot be written", "--out", "absent/report.json")]
    public void A_wrong_option(string message, params string[] options)
    {
        Arrays.Write(scratch, "arrays.npz", "posterior_mean", "posterior_logvar", variance: 1);
        Refused(message, ["arrays.npz", .. options]);
    }

    [Fact]
    public void A_run_file_that_is_damaged_or_of_something_else()
    {
        Train();
        string sound = File.ReadAllText(scratch["run/run.json"]);
        Altered(sound[..(sound.Length / 2)], "run/run.json: line ");
        Altered("[]", "run/run.json: the top is of kind array; expected an object: the file is damaged");
        Altered("{}", "run/run.json: there is no 'schema'; the file is damaged");
        Altered(
            sound.Replace("latentsharp/run/1", "latentsharp/run/9", StringComparison.Ordinal),
            "run/run.json: schema is 'latentsharp/run/9'; expected 'latentsharp/run/1'");
        Altered(
            sound.Replace("\"hidden\"", "\"hiden\"", StringComparison.Ordinal),
            "run/run.json: unknown configuration key 'hiden'; did you mean 'hidden'?");

        void Altered(string text, string message)
        {
            scratch.Write("run/run.json", text);
            Refused(message, "run");
        }
    }

    [Fact]
    public void A_run_without_its_weights_or_with_those_of_another_model()
    {
        Train();
        string config = File.ReadAllText(scratch["run/run.json"]);
        scratch.Write(
            "run/run.json",
            config.Replace("\"latent_dimensions\": 8", "\"latent_dimensions\": 3", StringComparison.Ordinal));
        Refused("run/model.safetensors: latent_dimensions is 8, and 3 in run/run.json; ", "run");
        scratch.Write("run/run.json", config);
        byte[] weights = File.ReadAllBytes(scratch["run/model.safetensors"]);
        File.WriteAllBytes(scratch["run/model.safetensors"], weights[..^8]);
        Refused("run/model.safetensors: ", "run");
        File.Delete(scratch["run/model.safetensors"]);
        Refused("run/model.safetensors: there is no such file; check the path.", "run");
    }

    [Fact]
    public void A_run_without_its_log_or_with_a_damaged_one()
    {
        Train();
        File.AppendAllText(scratch["run/metrics.jsonl"], "{\"kind\": \"step\", \"st");
        Refused("run/metrics.jsonl: line ", "run");
        File.Delete(scratch["run/metrics.jsonl"]);
        Refused("run/metrics.jsonl: there is no such file; check the path.", "run");
    }

    [Fact]
    public void A_run_whose_data_have_changed_or_gone()
    {
        Train();
        scratch.WriteTable("table.csv", 61);
        Refused("run/run.json: the run was trained on data with fingerprint ", "run");
        File.Delete(scratch["table.csv"]);
        Refused("table.csv: there is no such file; check the path.", "run");
    }

    [Fact]
    public void Options_that_only_arrays_need()
    {
        Train();
        Refused(
            "run is a run, which knows its weights, prior, log and arrays; leave out what was said of them " +
                "(--map, --prior, --log, --posterior-variance-weight, --prior-kl-weight)",
            "run",
            "--posterior-variance-weight",
            "1");
    }

    [Fact]
    public void A_run_that_failed_before_it_had_weights_to_keep()
    {
        ToolRun training = ToolRun.Of(
            scratch.Path,
            "train",
            "digits",
            "--epochs",
            "1",
            "--set",
            "learning_rate=1e30",
            "--out",
            "run");
        Assert.Equal((1, ""), (training.ExitCode, training.Output));
        Assert.StartsWith(
            "latent: step 1: reconstruction is ",
            training.Error.Split('\n')[^2],
            StringComparison.Ordinal);
        string error = Refused(
            "run: the run failed before its first validation, and so kept no weights to read: step 1: " +
                "reconstruction is ",
            "run");
        Assert.Matches(", first in the output of inference.1; training stopped[.] Try a smaller learning_rate", error);
    }

    [Fact]
    public void A_run_that_was_cut_off_is_read_at_the_best_weights_so_far_where_there_are_any()
    {
        Train();
        scratch.Write(
            "run/run.json",
            File.ReadAllText(scratch["run/run.json"]).Replace("\"completed\"", "\"running\"", StringComparison.Ordinal)
        );
        File.Delete(scratch["run/model.safetensors"]);
        ToolRun read = ToolRun.Of(scratch.Path, "read", "run");
        Assert.True(read.ExitCode == 0, read.Error);
        File.Delete(scratch["run/checkpoints/best.safetensors"]);
        Refused("run: the run has no validation yet, and so no weights to read; ", "run");
    }

    private void Train()
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
            "--epochs",
            "1",
            "--out",
            "run");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("inference.0.weight", SafetensorsFile.Read(scratch["run/model.safetensors"]).Names);
    }

    private string Refused(string message, params string[] arguments)
    {
        string[] before = scratch.Entries;
        ToolRun run = ToolRun.Of(scratch.Path, ["read", .. arguments]);
        Assert.StartsWith(
            $"latent: {message}",
            run.Error.Replace($"{scratch.Path}{Path.DirectorySeparatorChar}", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(before, scratch.Entries);
        return run.Error;
    }
}
