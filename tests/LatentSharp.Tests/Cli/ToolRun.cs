using System.Diagnostics;

namespace LatentSharp.Tests.Cli;

/// <summary>What a run of the tool came to.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    // A run that hangs fails its test rather than the whole session; no run comes near this.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs the tool as its user would, in a process of its own.</summary>
    public static ToolRun Of(string directory, params string[] arguments) => Of(directory, _ => { }, arguments);

    /// <summary>
    /// Runs the tool, and lets <paramref name="onFirstError"/> act when the first line of standard error has come.
    /// </summary>
    public static ToolRun Of(string directory, Action<Process> onFirstError, params string[] arguments) =>
        Start(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", directory, onFirstError,
            [Path.Combine(AppContext.BaseDirectory, "latent.dll"), .. arguments]);

    /// <summary>
    /// Runs the tool under an environment, and lets <paramref name="onStart"/> act as soon as the process is there.
    /// </summary>
    public static ToolRun Under(
        string directory,
        IReadOnlyDictionary<string, string> environment,
        Action<Process> onStart,
        params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "latent.dll"), .. arguments])
        {
            WorkingDirectory = directory,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Finish(start, onStart, _ => { });
    }

    /// <summary>Runs a program, such as the tool in another form.</summary>
    public static ToolRun Start(
        string program,
        string directory,
        Action<Process> onFirstError,
        params string[] arguments)
    {
        return Finish(
            new ProcessStartInfo(program, arguments) { WorkingDirectory = directory },
            _ => { },
            onFirstError);
    }

    private static ToolRun Finish(ProcessStartInfo start, Action<Process> onStart, Action<Process> onFirstError)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using Process process = Process.Start(start)!;
        onStart(process);
        using var watchdog = new Timer(
            _ => process.Kill(entireProcessTree: true),
            null,
            Patience,
            Timeout.InfiniteTimeSpan);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string? first = process.StandardError.ReadLine();
        if (first is not null)
            onFirstError(process);
        string rest = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return new ToolRun(process.ExitCode, output.Result, first is null ? "" : $"{first}\n{rest}");
    }
}
