using System.CommandLine;
using LatentSharp.Data;
using LatentSharp.Runs;

namespace LatentSharp.Cli;

/// <summary>latent export: a run's model as files that are used elsewhere.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("run") { Description = "A run directory, or a model.safetensors." };
        Option<string> format = CommonOptions.OneOf("--format", "What is written: safetensors.", ["safetensors"]);
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
            string file = Path.Combine(folder, "model.safetensors");
            try
            {
                Directory.CreateDirectory(folder);
                model.Save(file);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new DataException($"{file}: the model cannot be written ({failure.Message}); give another " +
                    "directory", failure)
                {
                    Remedy = new Remedy(RemedyKind.AnotherRunDirectory),
                };
            }

            Console.Out.WriteLine(file);
            return ExitCode.Done;
        });
        return command;
    }
}
