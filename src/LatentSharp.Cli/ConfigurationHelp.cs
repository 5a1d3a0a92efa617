using LatentSharp.Training.Configuration;

namespace LatentSharp.Cli;

/// <summary>The configuration keys with their defaults, for the help of a command.</summary>
internal static class ConfigurationHelp
{
    public static string Text { get; } = string.Join('\n', ConfigurationKeys.All.Select(Line));

    private static string Line(ConfigurationKey key)
    {
        IReadOnlyList<string> defaults = key.Read(new RunConfiguration());
        string value = defaults.All(text => text.Length == 0) ? "" : $" [{string.Join(',', defaults)}]";
        return $"  {key.Name,-27}{key.Description}{(key.Name == "likelihood" ? "" : value)}";
    }
}
