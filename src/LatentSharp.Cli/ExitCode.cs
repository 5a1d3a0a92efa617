namespace LatentSharp.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;
    public const int FindingsAboveLimit = 3;
    public const int Interrupted = 130;
    public const int Terminated = 143;
}
