using System.CommandLine;
using System.CommandLine.Help;
using LatentSharp.Cli.Bench;
using LatentSharp.Cli.Completion;
using LatentSharp.Cli.Serve;
using LatentSharp.Data;
using LatentSharp.Training;

namespace LatentSharp.Cli;

/// <summary>
/// The latent tool: puts the commands together and turns every failure into one line and an exit code.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        Command train = TrainCommand.Create(), read = ReadCommand.Create(), evaluate = EvaluateCommand.Create(),
            sample = SampleCommand.Create(), encode = EncodeCommand.Create(), export = ExportCommand.Create(),
            serve = ServeCommand.Create();
        var root = new RootCommand("Trains conditional variational autoencoders, reads their latents and uses them.")
        {
            train,
            read,
            evaluate,
            sample,
            encode,
            export,
            serve,
            DataCommand.Create(),
            BenchCommand.Create(),
            CompletionCommand.Create(),
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new CommandHelp(
            (HelpAction)help.Action!,
            new Dictionary<Command, Func<string>>
            {
                [train] = TrainHelp.Text,
                [read] = ReadHelp.Text,
                [evaluate] = EvaluateHelp.Text,
                [sample] = UseHelp.Sample,
                [encode] = UseHelp.Encode,
                [export] = UseHelp.Export,
                [serve] = UseHelp.Serve,
            }
        );
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"latent: {UsageError.Describe(parsed)}");
            return ExitCode.BadInput;
        }

        try
        {
            return parsed.Invoke(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
            );
        }
        catch (Exception failure) when (failure is OptionException or DataException)
        {
            Console.Error.WriteLine($"latent: {ErrorMessage.Of(failure)}");
            return ExitCode.BadInput;
        }
        catch (Exception failure)
            when (failure is NonFiniteException or IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            Console.Error.WriteLine($"latent: {ErrorMessage.Of(failure)}");
            return ExitCode.Failed;
        }
    }
}
