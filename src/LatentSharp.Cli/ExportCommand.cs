using System.CommandLine;
using LatentSharp.Data;
using LatentSharp.Onnx;
using LatentSharp.Runs;

namespace LatentSharp.Cli;

/// <summary>latent export: a run's model as files that are used elsewhere.</summary>
internal static class ExportCommand
{
    private const string Onnx = "onnx", Safetensors = "safetensors";

    public static Command Create()
    {
        var source = new Argument<string>("run") { Description = "A run directory, or a model.safetensors." };
        Option<string> format = CommonOptions.OneOf(
            "--format", "What is written: the graphs as onnx, or one file as safetensors.", [Onnx, Safetensors]);
        format.Required = true;
        var output = new Option<string>("--out")
        {
            Description = "The directory; it is made where it is not there. Default: export, in the run directory.",
            HelpName = "DIR",
        };
        var command = new Command("export", "Writes the model of a run as files that are used elsewhere.")
        {
            source, format, output,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(source);
            string run = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
            string folder = parsed.GetValue(output) ?? Path.Combine(run, "export");
            var model = TrainedModel.Load(path);
            string[] lines;
            try
            {
                lines = parsed.GetValue(format) == Onnx ? Graphs(model, folder) : File(model, folder);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new DataException(
                    $"{folder}: the model cannot be written ({failure.Message}); give another directory", failure)
                {
                    Remedy = new Remedy(RemedyKind.AnotherRunDirectory),
                };
            }

            foreach (string line in lines)
                Console.Out.WriteLine(line);
            return ExitCode.Done;
        });
        return command;
    }

    private static string[] File(TrainedModel model, string folder)
    {
        string file = Path.Combine(folder, "model.safetensors");
        Directory.CreateDirectory(folder);
        model.Save(file);
        return [file];
    }

    private static string[] Graphs(TrainedModel model, string folder) =>
    [
        .. OnnxExporter.Export(model, folder).Select(file =>
            $"{file.Path}: {string.Join(", ", file.Inputs)} -> {string.Join(", ", file.Outputs)}"),
    ];
}
