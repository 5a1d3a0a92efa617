using System.Runtime.CompilerServices;

namespace LatentSharp.Tests.Reports.Rendering;

/// <summary>
/// A rendered output kept in <c>Golden/</c>. To take the present outputs as right, run the tests once with
/// <c>LATENTSHARP_UPDATE_GOLDEN=1</c>, and read the difference before committing it.
/// </summary>
internal static class GoldenFile
{
    private const string Update = "LATENTSHARP_UPDATE_GOLDEN";

    /// <summary>Whether the present outputs are taken as right.</summary>
    public static bool IsUpdated => Environment.GetEnvironmentVariable(Update) == "1";

    public static void Agrees(string name, string actual)
    {
        string source = Path.Combine(SourceFolder(), name);
        if (IsUpdated)
            File.WriteAllText(source, actual);
        Assert.True(
            File.Exists(source),
            $"{name}: there is no such golden file; run once with {Update}=1 and read what it wrote.");
        Assert.Equal(File.ReadAllText(source), actual);
    }

    private static string SourceFolder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Golden");
}
