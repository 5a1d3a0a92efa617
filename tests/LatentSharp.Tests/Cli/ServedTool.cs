using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LatentSharp.Tests.Cli;

/// <summary>latent serve in a process of its own, as its user runs it, or a service beside it.</summary>
internal sealed class ServedTool : IDisposable
{
    private readonly Process process;

    /// <summary>Starts a program and waits for the line that says where it listens.</summary>
    public ServedTool(string directory, string program, params string[] arguments)
    {
        process = Process.Start(
            new ProcessStartInfo(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        StreamReader output = program == Latent ? process.StandardError : process.StandardOutput;
        string? line;
        do
            line = output.ReadLine() ?? throw new InvalidOperationException(process.StandardError.ReadToEnd());
        while (!line.Contains("http://", StringComparison.Ordinal));
        (FirstLine, Address) = (line, new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Split(';')[0]));
    }

    /// <summary>The tool.</summary>
    public static string Latent { get; } = Path.Combine(AppContext.BaseDirectory, "latent.dll");

    public string FirstLine { get; }

    public Uri Address { get; }

    /// <summary>The next line of standard error.</summary>
    public string? ReadLine() => process.StandardError.ReadLine();

    /// <summary>Asks the process to end.</summary>
    public void Signal(int number) => _ = Kill(process.Id, number);

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code, and what else standard error has.</returns>
    public (int ExitCode, string Error) Finish()
    {
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
