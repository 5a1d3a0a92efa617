using System.CommandLine;

namespace LatentSharp.Cli;

/// <summary>Options that several commands share, and the kinds of option whose errors take one line.</summary>
internal static class CommonOptions
{
    public static Option<int> Threads() =>
        WholeNumber(
            "--threads",
            "Threads to use; 0, the default, means one per processor. Results do not depend on it.",
            "N",
            0,
            1024);

    public static Option<string> Format()
    {
        Option<string> format = OneOf("--format", "What goes to standard output: text or json.", ["text", "json"]);
        format.DefaultValueFactory = _ => "text";
        return format;
    }

    /// <summary>An option that takes one of a few words.</summary>
    public static Option<string> OneOf(string name, string description, string[] words)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', words) };
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var given, ..] && !words.Contains(given.Value, StringComparer.Ordinal))
                result.AddError($"{name} is {given.Value}; give {string.Join(", ", words[..^1])} or {words[^1]}.");
        });
        return option;
    }

    /// <summary>An option that takes a whole number of a range.</summary>
    public static Option<int> WholeNumber(string name, string description, string helpName, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (
                result.Tokens is [var given, ..]
                && !(int.TryParse(given.Value, out int value) && value >= least && value <= most))
                result.AddError($"{name} is {given.Value}; give a whole number from {least} to {most}.");
        });
        return option;
    }
}
