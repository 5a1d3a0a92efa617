using System.Reflection;

namespace LatentSharp.Runs.Configuration;

/// <summary>
/// Runs that are known by name: the configuration files in <c>Presets</c>, which the library carries with it.
/// </summary>
public static class Presets
{
    private const string Folder = "LatentSharp.Presets.", Ending = ".json";

    /// <summary>All presets in the order of their names: name, and configuration.</summary>
    public static IReadOnlyList<(string Name, RunConfiguration Configuration)> All { get; } =
    [
        .. Library
            .GetManifestResourceNames()
            .Where(file => file.StartsWith(Folder, StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(preset => preset.Name, StringComparer.Ordinal),
    ];

    private static Assembly Library => typeof(Presets).Assembly;

    /// <summary>The configuration of a name; null where there is none.</summary>
    public static RunConfiguration? Find(string name) =>
        All.FirstOrDefault(preset => preset.Name == name).Configuration;

    private static (string Name, RunConfiguration Configuration) Read(string file)
    {
        using Stream stream = Library.GetManifestResourceStream(file)!;
        return (file[Folder.Length..^Ending.Length], ConfigurationFile.Parse(stream, file));
    }
}
