using LatentSharp.Runs.Configuration;

namespace LatentSharp.Tests.Runs.Configuration;

/// <summary>Configurations as a command line changes them.</summary>
internal static class Settings
{
    /// <summary>The configuration with every key=value set, in order.</summary>
    public static RunConfiguration With(this RunConfiguration configuration, params IEnumerable<string> settings) =>
        settings
            .Select(setting => setting.Split('='))
            .Aggregate(configuration, (configured, pair) => ConfigurationFile.Set(configured, pair[0], pair[1]));
}
