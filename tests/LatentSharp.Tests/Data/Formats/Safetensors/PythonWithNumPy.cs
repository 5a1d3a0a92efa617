using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Data.Formats.Safetensors;

/// <summary>Finds a Python that has NumPy.</summary>
internal static class PythonWithNumPy
{
    private static readonly Lazy<string?> Found = new(() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Append("/usr/bin")
            .Select(folder => System.IO.Path.Combine(folder, "python3"))
            .FirstOrDefault(python =>
                File.Exists(python)
                && ToolRun.Start(python, AppContext.BaseDirectory, _ => { }, "-c", "import numpy").ExitCode == 0));

    /// <summary>The interpreter; null where there is none.</summary>
    public static string? Path => Found.Value;
}
