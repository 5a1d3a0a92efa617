using System.CommandLine;
using LatentSharp.Data;
using LatentSharp.Data.Sources;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Cli.Completion;

/// <summary>The words that stand for something at a place of the command line, for a shell to complete.</summary>
internal static class WordSources
{
    /// <summary>An argument that may be the name of a preset.</summary>
    public static T WithPresets<T>(this T argument)
        where T : Argument => argument.With(() => Presets.All.Select(preset => preset.Name));

    /// <summary>An argument that is the name of a preset, or of data.</summary>
    public static T WithData<T>(this T argument)
        where T : Argument =>
        argument.With(() =>
            Presets.All
                .Select(preset => preset.Name)
                .Union(DataSources.All.OfType<INamedDataSource>().Select(source => source.Name)));

    /// <summary>An option that sets a configuration key.</summary>
    public static T WithKeys<T>(this T option)
        where T : Option
    {
        option.CompletionSources.Add(_ => ConfigurationKeys.All.Select(key => $"{key.Name}="));
        return option;
    }

    // The words are asked for when a shell asks; the help still names the argument.
    private static T With<T>(this T argument, Func<IEnumerable<string>> words)
        where T : Argument
    {
        argument.HelpName ??= argument.Name;
        argument.CompletionSources.Add(_ => words());
        return argument;
    }
}
