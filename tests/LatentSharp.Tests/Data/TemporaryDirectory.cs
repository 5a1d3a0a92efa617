namespace LatentSharp.Tests.Data;

/// <summary>A directory of its own for a test, gone when the test is.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("latentsharp-");

    public string this[string file] => Path.Combine(directory.FullName, file);

    public string Write(string file, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(this[file], bytes);
        return this[file];
    }

    public string[] Files() => [.. directory.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    public void Dispose() => directory.Delete(recursive: true);
}
