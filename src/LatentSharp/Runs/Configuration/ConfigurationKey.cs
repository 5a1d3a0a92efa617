namespace LatentSharp.Runs.Configuration;

/// <summary>One key of a configuration file.</summary>
/// <param name="Name">The key, in snake_case.</param>
/// <param name="Description">What it sets, in one line.</param>
/// <param name="Read">
/// The value as text: one entry, or several where the key is a list; none where it is not set.
/// </param>
/// <param name="Write">A configuration with the value set.</param>
public sealed record ConfigurationKey(
    string Name,
    string Description,
    Func<RunConfiguration, IReadOnlyList<string>> Read,
    Func<RunConfiguration, IReadOnlyList<string>, RunConfiguration> Write)
{
    /// <summary>Whether the value is a list, which the command line separates by commas.</summary>
    public bool IsList { get; init; }

    /// <summary>
    /// Whether there are files from before it was a key: one without it has its default, as the program then had.
    /// </summary>
    internal bool IsLater { get; init; }

    /// <summary>Whether the value is a number, which a configuration file writes without quotes.</summary>
    public bool IsNumber { get; init; }
}
