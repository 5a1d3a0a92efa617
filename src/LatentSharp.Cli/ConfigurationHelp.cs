using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using LatentSharp.Training.Configuration;

namespace LatentSharp.Cli;

/// <summary>The help of a command that takes a configuration: the usual page, then examples and every key with its default.</summary>
internal sealed class ConfigurationHelp(Command command, HelpAction page) : SynchronousCommandLineAction
{
    private const string Examples =
        """
        Examples:
          latent train digits --set posterior_variance_weight=0.1
          latent train points.csv --condition x1,x2 --target y --label class
          latent train images.idx.gz --condition upper_half
          latent train config.json --seed 1 --out runs/second
        """;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = page.Invoke(parseResult);
        if (parseResult.CommandResult.Command == command)
        {
            Console.Out.WriteLine(Examples);
            Console.Out.WriteLine();
            Console.Out.WriteLine("Configuration keys, for --set and configuration files [default]:");
            foreach (ConfigurationKey key in ConfigurationKeys.All)
                Console.Out.WriteLine(Line(key));
        }

        return exitCode;
    }

    private static string Line(ConfigurationKey key)
    {
        IReadOnlyList<string> defaults = key.Read(new RunConfiguration());
        // The likelihood's default follows from the data; its description says how.
        bool isFixed = key.Name != "likelihood" && defaults.Any(text => text.Length > 0);
        return $"  {key.Name,-28}{key.Description}{(isFixed ? $" [{string.Join(',', defaults)}]" : "")}";
    }
}
