using LatentSharp.Runs.Configuration;

namespace LatentSharp.Cli;

/// <summary>
/// What the help of latent train adds to the usual page: examples, and every configuration key with its default.
/// </summary>
internal static class TrainHelp
{
    private const string Examples =
        """
        Examples:
          latent train digits --set posterior_variance_weight=0.1
          latent train digits --vary posterior_variance_weight=0,0.1,1,10
          latent train digits --condition label --set binarize=dynamic
          latent train points.csv --condition x1,x2 --target y --label class
          latent train images.idx.gz --condition upper_half
          latent train config.json --seed 1 --out runs/second
        """;

    public static string Text() =>
        $"{Examples}\n\nConfiguration keys, for --set and configuration files " +
            $"[default]:\n{string.Join('\n', ConfigurationKeys.All.Select(Line))}";

    private static string Hint(ConfigurationKey key) =>
        key.Name == "data" ? "; latent data show mnist says where that is from" : "";

    private static string Line(ConfigurationKey key)
    {
        IReadOnlyList<string> defaults = key.Read(new RunConfiguration());
        // The likelihood's default follows from the data; its description says how.
        bool isFixed = key.Name != "likelihood" && defaults.Any(text => text.Length > 0);
        return $"  {key.Name,-32}{key.Description}{Hint(key)}{(isFixed ? $" [{string.Join(',', defaults)}]" : "")}";
    }
}
