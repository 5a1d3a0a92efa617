namespace LatentSharp.Cli;

/// <summary>What the environment says of the terminal.</summary>
internal static class Terminal
{
    /// <summary>Whether colours and rewritten lines are wanted: not under NO_COLOR, CI or a dumb terminal.</summary>
    public static bool TakesControlCodes() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
}
