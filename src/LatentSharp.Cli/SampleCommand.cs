using System.CommandLine;
using System.Globalization;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Charts;
using LatentSharp.Runs;
using LatentSharp.Tensors;

namespace LatentSharp.Cli;

/// <summary>latent sample: from a run and conditions to generated targets, in the units of the data.</summary>
internal static class SampleCommand
{
    private static readonly string[] Formats = ["csv", "npz", "jsonl", "png"];

    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "A run directory, or a model.safetensors." };
        var condition = new Option<string>("--condition")
        {
            Description = "x: a .csv, .npz or .safetensors file; images, or their name such as digits; or - for a " +
                "table on standard input.",
            HelpName = "FILE",
        };
        Option<int> rows = CommonOptions.WholeNumber(
            "--rows", "How many rows of x, from the first; default all.", "N", 1, 1_000_000_000);
        Option<int> count = CommonOptions.WholeNumber(
            "--count",
            $"Draws for each x; default 1. Along a dimension the steps; default {LatentSource.Steps}.",
            "N",
            1,
            1_000_000_000);
        var z = new Option<string>("--z")
        {
            Description = "z: prior, the default, draws of p(z|x); mean, its mean; a file; or a dimension or " +
                "categorical variable to go along.",
            HelpName = "prior|mean|FILE|INDEX",
            DefaultValueFactory = _ => "prior",
        };
        z.CompletionSources.Add("prior", "mean");
        var mean = new Option<bool>("--mean") { Description = "The decoder's mean at z, instead of a draw of y." };
        var seed = new Option<string>("--seed") { Description = "The seed of the draws; default 0.", HelpName = "N" };
        Option<string> format = CommonOptions.OneOf(
            "--format",
            "The output's format; default: what --out ends in, otherwise csv.",
            Formats);
        var output = new Option<string>("--out")
        {
            Description = "The file; default: standard output.",
            HelpName = "FILE",
        };
        var command = new Command("sample", "Generates y for given x with the model of a run.")
        {
            run, condition, rows, count, z, mean, seed, format, output,
        };
        command.SetAction(parsed =>
        {
            string? file = parsed.GetValue(output);
            string chosen = FormatOf(parsed.GetValue(format), file);
            OutputFile.RequireWritable(file);
            ulong numbers = ArgumentText.ParseSeed(parsed.GetValue(seed)) ?? 0;
            var model = TrainedModel.Load(parsed.GetRequiredValue(run));
            Tensor given = First(parsed.GetValue(rows), Conditions(model, parsed.GetValue(condition)));
            LatentSource source = LatentSource.Parse(
                model, given, parsed.GetValue(z)!, parsed.GetValue(count), parsed.GetValue(mean), numbers);
            if (chosen == "png" && model.Image is null)
                throw new OptionException(
                    $"{model.Path} does not say where in an image y lies, so there is no png of it; give csv, npz or " +
                        "jsonl");
            using var signals = new Signals();
            using var progress = new CountProgress("sampling", source.Rows, "rows");
            return signals.Guard(
                () =>
                {
                    IEnumerable<float[]> blocks = source.Blocks(progress, signals.Token);
                    var rows = new GeneratedRows(model.TargetFields, source.Draws, blocks);
                    OutputFile.Write(file, stream =>
                    {
                        switch (chosen)
                        {
                            case "csv":
                                rows.WriteCsv(stream);
                                break;
                            case "jsonl":
                                rows.WriteJsonLines(stream);
                                break;
                            case "npz":
                                rows.WriteNpz(stream, source.Conditions);
                                break;
                            default:
                                stream.Write(
                                    ImageSheet.Render(model.Image!, source.Conditions, source.Draws, blocks));
                                break;
                        }
                    });
                    return ExitCode.Done;
                },
                file is null ? "the output ends here" : "nothing was written");
        });
        return command;
    }

    private static string FormatOf(string? format, string? file)
    {
        string ending = Path.GetExtension(file ?? "").TrimStart('.').ToLower(CultureInfo.InvariantCulture);
        string chosen = format ?? (file is null ? "csv"
            : Formats.Contains(ending) ? ending
            : throw new OptionException(
                $"--out is {file}; give a name that ends in .csv, .npz, .jsonl or .png, or give --format"));
        return file is null && chosen is "npz" or "png"
            ? throw new OptionException($"--format {chosen} is for a file; give --out FILE")
            : chosen;
    }

    private static Tensor First(int rows, Tensor given) =>
        rows is 0 || rows >= given.Shape[0] ? given : given.Rows(0, rows);

    private static Tensor Conditions(TrainedModel model, string? file)
    {
        if (file is null)
            return model.ConditionFields.Width == 0
                ? new Tensor(new Shape(1, 0))
                : throw new OptionException(
                    "--condition is not given, and the model has one: "
                        + $"{string.Join(", ", model.ConditionFields.Take(20).Select(field => field.Name))}; give a "
                        + "file with these columns, or an array");
        if (file != "-")
            return model.ReadConditions(file);
        using Stream input = Console.OpenStandardInput();
        return model.ReadConditions(input, "standard input");
    }
}
