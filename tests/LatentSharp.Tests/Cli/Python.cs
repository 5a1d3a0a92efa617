using System.Collections.Concurrent;

namespace LatentSharp.Tests.Cli;

/// <summary>Finds a Python: <c>LATENTSHARP_PYTHON</c>, or a python3 of the path or of /usr/bin.</summary>
internal static class Python
{
    private static readonly ConcurrentDictionary<string, string?> Found = new();

    /// <summary>The first that imports the modules; null where none does.</summary>
    public static string? With(params string[] modules) =>
        Found.GetOrAdd(
            string.Join(", ", modules),
            names => Candidates().FirstOrDefault(python =>
                File.Exists(python)
                && ToolRun.Start(python, AppContext.BaseDirectory, _ => { }, "-c", $"import {names}").ExitCode == 0));

    /// <summary>The same; the test is skipped where there is none.</summary>
    public static string Needed(params string[] modules)
    {
        string? python = With(modules);
        Assert.SkipUnless(python is not null, $"There is no python3 with {string.Join(" and ", modules)} here.");
        return python!;
    }

    private static IEnumerable<string> Candidates() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Append("/usr/bin")
            .Select(folder => Path.Combine(folder, "python3"))
            .Prepend(Environment.GetEnvironmentVariable("LATENTSHARP_PYTHON") ?? "");
}
