using LatentSharp.Tests.Cli;
using LatentSharp.Tests.Documentation;

namespace LatentSharp.Tests.Survival;

/// <summary>
/// faults.c beside this file, compiled: makes the file operations of a process fail, tear or kill it.
/// </summary>
internal static class FaultLibrary
{
    private static readonly Lazy<string?> Compiled = new(Compile);

    /// <summary>Skips a test where the library cannot be had.</summary>
    public static void RequireHere() =>
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Compiled.Value is not null,
            "Faults are injected on Linux, with gcc on the PATH.");

    /// <summary>The environment under which a process is at fault.</summary>
    /// <param name="under">The directory whose files are meant.</param>
    /// <param name="settings">FAULT, FAULT_AT, FAULT_LOG.</param>
    public static Dictionary<string, string> Environment(string under, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string> { ["LD_PRELOAD"] = Compiled.Value!, ["FAULT_UNDER"] = under };
        foreach ((string name, string value) in settings)
            environment[name] = value;
        return environment;
    }

    // In a folder of its own, which stays: no test is the last to need it.
    private static string? Compile()
    {
        if (
            !(System.Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Any(folder => File.Exists(Path.Combine(folder, "gcc"))))
            return null;
        string library = Path.Combine(AppContext.BaseDirectory, "faults.so");
        string source = Path.Combine(Repository.Root, "tests", "LatentSharp.Tests", "Survival", "faults.c");
        ToolRun compilation = ToolRun.Start(
            "gcc",
            AppContext.BaseDirectory,
            _ => { },
            "-shared",
            "-fPIC",
            "-O1",
            "-o",
            library,
            source,
            "-ldl");
        return compilation.ExitCode == 0 ? library : throw new InvalidOperationException(compilation.Error);
    }
}
