using System.Reflection;

namespace LatentSharp.Words;

/// <summary>The library's semantic version, with the commit that it was built from where one is known.</summary>
internal static class LibraryVersion
{
    private const int CommitFigures = 8;

    /// <summary>With the whole name of the commit, for records.</summary>
    public static string Full { get; } = typeof(LibraryVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    /// <summary>With the first figures of the commit, for readers.</summary>
    public static string Short { get; } = Shortened(Full);

    internal static string Shortened(string version)
    {
        int commit = version.IndexOf('+', StringComparison.Ordinal) + 1;
        return commit == 0 ? version : version[..Math.Min(commit + CommitFigures, version.Length)];
    }
}
