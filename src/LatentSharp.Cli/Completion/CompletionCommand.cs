using System.CommandLine;

namespace LatentSharp.Cli.Completion;

/// <summary>latent completion: the script by which a shell completes the tool's words.</summary>
internal static class CompletionCommand
{
    /// <summary>The shells there are scripts for.</summary>
    public static string[] Shells { get; } = ["bash", "zsh", "pwsh"];

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh.", HelpName = "shell" };
        shell.CompletionSources.Add(Shells);
        var command = new Command("completion", "Prints the script by which a shell completes what is typed.")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(shell);
            if (!Shells.Contains(name))
                throw new OptionException($"there is no script for {name}; give bash, zsh or pwsh");
            using var script = new StreamReader(
                typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{name}")!);
            Console.Out.Write(script.ReadToEnd());
            return ExitCode.Done;
        });
        return command;
    }
}
