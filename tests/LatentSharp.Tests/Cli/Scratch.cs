using System.IO.Compression;
using System.Text;

namespace LatentSharp.Tests.Cli;

/// <summary>A working directory for runs of the tool, gone when the test is.</summary>
public sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("latentsharp-cli-");

    /// <summary>The directory.</summary>
    public string Path => directory.FullName;

    /// <summary>A path within the directory.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Everything in the directory, by relative path.</summary>
    public string[] Entries => [.. directory.EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(entry => System.IO.Path.GetRelativePath(Path, entry.FullName)).Order(StringComparer.Ordinal)];

    public void Write(string name, string text) => File.WriteAllText(this[name], text);

    /// <summary>Writes IDX images of 4 x 4 pixels, light above or dark above by turns; the labels say which.</summary>
    public void WriteImages(string images, string labels, int count)
    {
        byte[] pixels =
        [
            .. Enumerable.Range(0, count * 16).Select(i => (byte)((i / 16 + i % 16 / 8) % 2 == 0 ? 255 : 3 * (i % 7))),
        ];
        WriteBytes(images, [0, 0, 8, 3, .. Extent(count), .. Extent(4), .. Extent(4), .. pixels]);
        WriteBytes(labels, [0, 0, 8, 1, .. Extent(count), .. Enumerable.Range(0, count).Select(i => (byte)(i % 2))]);
    }

    /// <summary>Writes bytes, in gzip where the name says so.</summary>
    public void WriteBytes(string name, byte[] bytes)
    {
        using Stream file = File.Create(this[name]);
        using Stream content = name.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest)
            : file;
        content.Write(bytes);
    }

    /// <summary>Writes a table of the columns x, y and kind.</summary>
    public void WriteTable(string name, int rows)
    {
        var text = new StringBuilder("x,y,kind\n");
        for (int i = 0; i < rows; i++)
            text.Append(
                FormattableString.Invariant($"{i * 0.25},{Math.Sin(i) + i * 0.1:F4},{(i % 3 == 0 ? "a" : "b")}\n"));
        Write(name, text.ToString());
    }

    public void Dispose() => directory.Delete(recursive: true);

    private static byte[] Extent(int value) =>
        [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
