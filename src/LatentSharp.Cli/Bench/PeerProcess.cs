using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LatentSharp.Cli.Bench;

/// <summary>What a process of its own took for a workload.</summary>
/// <param name="Threads">Threads used.</param>
/// <param name="MillisecondsPerStep">The median.</param>
/// <param name="PeakMegabytes">The process's largest resident set, in MiB.</param>
internal sealed record PeerTiming(int Threads, double MillisecondsPerStep, double PeakMegabytes);

/// <summary>Runs one side of a comparison and reads the line it prints.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly string python, script;

    private PeerProcess(string python, string script) => (this.python, this.script) = (python, script);

    /// <summary>PyTorch under a given Python; the script travels inside the tool.</summary>
    /// <exception cref="OptionException">There is no such Python, or it has no torch.</exception>
    public static PeerProcess Torch(string python)
    {
        (int exitCode, _, _) = Run(python, ["-c", "import torch"]);
        if (exitCode != 0)
            throw new OptionException(
                $"{python} cannot import torch; install PyTorch for it, or name another with --python PATH");
        string script = Path.Combine(Path.GetTempPath(), $"torch_peer.{Guid.NewGuid():N}.py");
        using Stream resource = typeof(PeerProcess).Assembly.GetManifestResourceStream("torch_peer.py")!;
        using FileStream file = File.Create(script);
        resource.CopyTo(file);
        return new PeerProcess(python, script);
    }

    /// <summary>Times this tool.</summary>
    public static PeerTiming Own(string workload, int threads)
    {
        // Under `dotnet latent.dll` the process is the host, which has to be told what to run.
        string host = Environment.ProcessPath!;
        string[] self =
            Path.GetFileNameWithoutExtension(host) == "dotnet"
                ? [Path.Combine(AppContext.BaseDirectory, "latent.dll")]
                : [];
        return Timing(host, [.. self, "bench", workload, "--threads", Number(threads), "--format", "json"]);
    }

    /// <summary>Times the peer.</summary>
    public PeerTiming Time(string workload, int threads) => Timing(python, [script, Number(threads), workload]);

    /// <summary>Removes the script.</summary>
    public void Dispose() => File.Delete(script);

    private static PeerTiming Timing(string program, string[] arguments)
    {
        (int exitCode, string output, string error) = Run(program, arguments);
        string last = error.TrimEnd().Split('\n')[^1];
        if (exitCode != 0)
            throw new IOException($"{program} ended with exit code {exitCode}: {last}");
        try
        {
            using var line = JsonDocument.Parse(output);
            return new PeerTiming(
                line.RootElement.GetProperty("threads").GetInt32(),
                line.RootElement.GetProperty("ms_per_step").GetDouble(),
                line.RootElement.GetProperty("peak_rss_mb").GetDouble());
        }
        catch (Exception failure)
            when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new IOException(
                $"{program} printed '{output.Trim()}' where a JSON object with threads, ms_per_step and " +
                    "peak_rss_mb was expected");
        }
    }

    private static (int ExitCode, string Output, string Error) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            throw new OptionException(
                $"'{program}' is not a program that can be started; give the path of a Python that has torch " +
                    "with --python PATH");
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
