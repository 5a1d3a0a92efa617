using System.CommandLine;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Runs;

namespace LatentSharp.Cli;

/// <summary>latent encode: from a run and new rows to what its networks say of z, for latent read and others.</summary>
internal static class EncodeCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "A run directory, or a model.safetensors." };
        var data = new Argument<string>("data")
        {
            Description = "Examples with x and y: a file of the kind that the run was trained on, or a name such as " +
                "digits.",
        };
        var labels = new Option<string>("--labels")
        {
            Description = "For images: the path of their IDX label file.",
            HelpName = "FILE",
        };
        var output = new Option<string>("--out")
        {
            Description = "A .npz file, which latent read takes, or a .csv file; default: a table on standard output.",
            HelpName = "FILE",
        };
        Option<int> threads = CommonOptions.Threads();
        var command = new Command("encode", "Says of new examples what q(z|x,y) and p(z|x) are.")
        {
            run, data, labels, output, threads,
        };
        command.SetAction(parsed =>
        {
            string? file = parsed.GetValue(output);
            bool table = file is null || file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
            if (!table && !file!.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
                throw new OptionException($"--out is {file}; give a name that ends in .npz or .csv");
            OutputFile.RequireWritable(file);
            var model = TrainedModel.Load(parsed.GetRequiredValue(run));
            Dataset examples = model.ReadExamples(parsed.GetRequiredValue(data), parsed.GetValue(labels));
            using var device = Device.Cpu(parsed.GetValue(threads));
            LatentEvidence evidence = EncodedRows.Of(model, examples, device);
            OutputFile.Write(file, stream =>
            {
                if (table)
                    EncodedRows.WriteCsv(evidence, stream);
                else
                    EncodedRows.WriteNpz(evidence, stream);
            });
            if (file is not null)
                Console.Error.WriteLine($"{file}: {evidence.Examples} examples, {evidence.Dimensions} dimensions");
            return ExitCode.Done;
        });
        return command;
    }
}
