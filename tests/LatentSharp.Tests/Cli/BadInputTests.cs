namespace LatentSharp.Tests.Cli;

/// <summary>
/// What cannot be used is refused in one line that names the place and the remedy, before anything is written.
/// </summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_missing_file() =>
        Refused(
            "absent.csv: neither a preset (digits, digits-categorical, iwae-1l, jang-lower-half, label-conditional, " +
                "pyro-cvae, sohn-quadrants, vae-mnist) nor a file; give a preset, a configuration (.json) or a data " +
                "file",
            "train",
            "absent.csv");

    [Fact]
    public void A_missing_configuration() =>
        Refused("absent.json: there is no such file; check the path.", "train", "absent.json");

    [Fact]
    public void An_idx_array_in_colour()
    {
        scratch.WriteBytes("images.idx", [0, 0, 8, 4, 0, 0, 0, 9, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0, 3]);
        Refused(
            "images.idx: byte 0: this is an array of uint8 with the extents 9 x 8 x 8 x 3; expected images, examples " +
                "x height x width, or labels, examples: make the colours grey",
            "train",
            "images.idx",
            "--condition",
            "upper_half");
    }

    [Fact]
    public void A_truncated_idx_file()
    {
        scratch.WriteBytes("images.idx.gz", [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3]);
        Refused(
            "images.idx.gz: byte 19 of the decompressed content: the file ends after 3 of the 36 values",
            "train",
            "images.idx.gz",
            "--condition",
            "upper_half");
    }

    [Theory]
    [InlineData("1e12", "row 3, counted from 0, is 1E+12, and the column's median 2: once standardised")]
    [InlineData(null, "is 1 in every row: nothing varies that could be generated; name a target that does.")]
    public void A_target_that_cannot_be_standardised(string? cell, string problem)
    {
        string rows = string.Concat(
            Enumerable.Range(0, 20).Select(i => $"{i},{(cell is null ? "1" : i == 3 ? cell : $"{i % 5}")}\n"));
        scratch.Write("table.csv", "x,y\n" + rows);
        Refused(
            $"table.csv: target column 'y'{(cell is null ? " " : ", ")}{problem}",
            "train",
            "table.csv",
            "--condition",
            "x",
            "--target",
            "y");
    }

    [Fact]
    public void A_word_in_a_numeric_column()
    {
        scratch.Write("table.csv", "x,y\n1,2\n3,four\n5,6\n");
        Refused(
            "table.csv: line 3, column 'y': 'four' is not a number; expected one such as -1.5",
            "train",
            "table.csv",
            "--condition",
            "x",
            "--target",
            "y");
    }

    [Fact]
    public void An_unknown_configuration_key()
    {
        scratch.Write("config.json", """{ "data": "digits", "posterior_varience_weight": 1 }""");
        Refused(
            "config.json: unknown configuration key 'posterior_varience_weight'; did you mean " +
                "'posterior_variance_weight'?",
            "train",
            "config.json");
    }

    [Fact]
    public void A_negative_weight() =>
        Refused(
            "posterior_variance_weight is -0.5; give a number of at least 0",
            "train",
            "digits",
            "--set",
            "posterior_variance_weight=-0.5");

    [Fact]
    public void An_output_directory_that_cannot_be_written()
    {
        scratch.Write("file", "");
        Refused(
            "file/run: the run directory cannot be made (file is a file); give another (--out DIR)",
            "train",
            "digits",
            "--out",
            "file/run");
    }

    [Fact]
    public void An_output_directory_that_holds_files()
    {
        Directory.CreateDirectory(scratch["run"]);
        scratch.Write("run/notes.txt", "mine");
        Refused(
            "run: the directory is not empty; give another, or remove it first (--out DIR)",
            "train",
            "digits",
            "--out",
            "run");
    }

    [Fact]
    public void Empty_data()
    {
        scratch.Write("table.csv", "x,y\n");
        Refused(
            "table.csv: line 2, column 1: the table has a header and no rows; expected at least one row",
            "train",
            "table.csv",
            "--condition",
            "x",
            "--target",
            "y");
    }

    [Fact]
    public void Data_of_one_row()
    {
        scratch.Write("table.csv", "x,y\n1,2\n");
        Refused(
            "table.csv: 1 examples split into 1 for training, 0 for validation and 0 for testing; each part " +
                "needs at least one: give more rows",
            "train",
            "table.csv",
            "--condition",
            "x",
            "--target",
            "y");
    }

    [Fact]
    public void A_condition_that_names_an_absent_column()
    {
        scratch.WriteTable("table.csv", 9);
        Refused(
            "table.csv: line 1, column 'kinds': the header has no such column; did you mean 'kind'?",
            "train",
            "table.csv",
            "--condition",
            "kinds",
            "--target",
            "y");
    }

    [Fact]
    public void A_model_beyond_memory() =>
        Refused(
            "a model with hidden 2000000000 and latent_dimensions 8 cannot be held in memory; give smaller ones",
            "train",
            "digits",
            "--set",
            "hidden=2000000000");

    [Theory]
    [InlineData("a command is missing; give train, ", "(see latent --help)")]
    [InlineData("'trian' is not known here; did you mean 'train'?", "(see latent --help)", "trian", "digits")]
    [InlineData(
        "'--epoch' is not known here; did you mean '--epochs'?",
        "(see latent train --help)",
        "train",
        "digits",
        "--epoch",
        "3")]
    [InlineData(
        "a source is missing; give a preset (digits, digits-categorical, iwae-1l, jang-lower-half, " +
            "label-conditional, pyro-cvae, sohn-quadrants, vae-mnist), a configuration (.json) or a data file, or " +
            "go on with a run: --resume --out DIR ",
        "(see latent train --help)",
        "train")]
    [InlineData(
        "--threads is -1; give a whole number from 0 to 1024.",
        "(see latent train --help)",
        "train",
        "digits",
        "--threads",
        "-1")]
    [InlineData(
        "--threads is some; give a whole number from 0 to 1024.",
        "(see latent bench --help)",
        "bench",
        "--threads",
        "some")]
    [InlineData("--format is xml; give text or json.", "(see latent bench --help)", "bench", "--format", "xml")]
    [InlineData("Required argument missing for command: 'show'.", "(see latent data show --help)", "data", "show")]
    public void A_wrong_command_line(string problem, string where, params string[] arguments) =>
        Assert.EndsWith($"{where}\n", Refused(problem, arguments), StringComparison.Ordinal);

    private string Refused(string message, params string[] arguments)
    {
        string[] before = scratch.Entries;
        ToolRun run = ToolRun.Of(scratch.Path, arguments);
        // Data files are named in full, so that what run.json says holds from any directory.
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
