using System.CommandLine;
using System.CommandLine.Parsing;
using LatentSharp.Words;

namespace LatentSharp.Cli;

/// <summary>What is wrong with a command line, in one line.</summary>
internal static class UsageError
{
    public static string Describe(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string problem =
            parsed.UnmatchedTokens is [var unknown, ..]
                ? $"'{unknown}' is not known here; {NearestName.Suggestion(unknown, Known(parsed.CommandResult))}"
            : command.Action is null
                ? "a command is missing; give "
                    + string.Join(", ", command.Subcommands.Select(subcommand => subcommand.Name))
            : parsed.Errors[0].Message;
        return $"{problem} (see {Path(parsed.CommandResult)} --help)";
    }

    private static IReadOnlyCollection<string> Known(CommandResult result) =>
        [
            .. result.Command.Subcommands.Select(subcommand => subcommand.Name),
            .. result.Command.Options.Select(option => option.Name),
        ];

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "latent";
}
