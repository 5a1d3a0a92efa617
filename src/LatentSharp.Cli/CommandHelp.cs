using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LatentSharp.Cli;

/// <summary>The help of a command: the usual page, then what that command has to add.</summary>
internal sealed class CommandHelp(HelpAction page, IReadOnlyDictionary<Command, Func<string>> additions)
    : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = page.Invoke(parseResult);
        if (additions.TryGetValue(parseResult.CommandResult.Command, out Func<string>? addition))
            Console.Out.WriteLine(addition());
        return exitCode;
    }
}
