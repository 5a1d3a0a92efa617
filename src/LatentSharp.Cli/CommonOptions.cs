using System.CommandLine;

namespace LatentSharp.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<int> Threads()
    {
        var threads = new Option<int>("--threads") { Description = "Threads to use; 0, the default, means one per processor. Results do not depend on it.", HelpName = "N" };
        threads.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int value) || value is < 0 or > 1024))
                result.AddError($"--threads is {result.Tokens[0].Value}; give a whole number from 0 to 1024.");
        });
        return threads;
    }

    public static Option<string> Format()
    {
        var format = new Option<string>("--format") { Description = "What goes to standard output: text or json.", DefaultValueFactory = _ => "text", HelpName = "text|json" };
        format.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is not ("text" or "json"))
                result.AddError($"--format is {result.Tokens[0].Value}; give text or json.");
        });
        return format;
    }
}
