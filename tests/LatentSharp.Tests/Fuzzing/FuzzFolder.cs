namespace LatentSharp.Tests.Fuzzing;

/// <summary>A folder for the files of one target, gone when the target is.</summary>
internal sealed class FuzzFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp-fuzz-");

    public string Path => folder.FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public void Dispose() => folder.Delete(recursive: true);
}
