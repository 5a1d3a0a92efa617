using System.Buffers;
using System.IO.Compression;
using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Data.Formats.Zip;

/// <summary>
/// A deflated entry, expanded once to a temporary file that has no name: memory does not grow with the entry, and the
/// file is gone when the process is, however it ends.
/// </summary>
internal sealed class InflatedEntry(IStoredBytes compressed, ZipEntry entry, string place) : IStoredBytes, IDisposable
{
    // A deflated bit string repeats at most 258 bytes per two bits.
    private const long MostBytesPerByte = 1032;
    private const int ChunkBytes = 1 << 16;

    private FileStream? expanded;
    private FileRange? range;

    /// <summary>The content from its first byte on.</summary>
    /// <exception cref="DataException">The entry declares more than its bytes can hold.</exception>
    public Stream Content()
    {
        if (entry.Length / MostBytesPerByte > entry.CompressedLength)
            throw new DataException(
                $"{place}: the zip directory declares {entry.Length} bytes in {entry.CompressedLength} "
                    + $"compressed ones; expected at most {MostBytesPerByte} for each: the file is damaged.");
        return new DeflateStream(new StoredBytesStream(compressed, entry.CompressedLength), CompressionMode.Decompress);
    }

    public void Prepare()
    {
        if (range is not null)
            return;
        string folder = Path.GetTempPath();
        try
        {
            long free = new DriveInfo(folder).AvailableFreeSpace;
            if (entry.Length > free)
                throw new DataException(
                    $"{place}: {entry.Length} bytes must be expanded and {folder} has room for {free}; set "
                        + "TMPDIR to a larger folder, or save with numpy.savez, which does not compress.");
            expanded = CreateNameless(folder);
            Expand(expanded);
        }
        catch (InvalidDataException error)
        {
            throw new DataException(
                $"{place}: the deflated bytes are damaged ({error.Message}); copy or save the file again.",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"{place}: it cannot be expanded to a temporary file in {folder} ({error.Message}); set "
                    + "TMPDIR to another folder, or save with numpy.savez, which does not compress.",
                error);
        }

        range = new FileRange(expanded.SafeFileHandle, place, 0, entry.Length);
    }

    public void Read(long position, Span<byte> destination) =>
        (range ?? throw new InvalidOperationException($"{place}: call Prepare before Read.")).Read(
            position,
            destination);

    public void Dispose() => expanded?.Dispose();

    private void Expand(FileStream target)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            using Stream content = Content();
            long length = 0;
            uint checksum = 0;
            for (int count; (count = content.Read(chunk)) > 0;)
            {
                length += count;
                if (length > entry.Length)
                    break;
                checksum = Crc32.Append(checksum, chunk.AsSpan(0, count));
                target.Write(chunk, 0, count);
            }

            if (length != entry.Length)
                throw new DataException(
                    $"{place}: the deflated bytes expand to {(length > entry.Length ? "more" : $"{length}")} "
                        + $"bytes; expected {entry.Length}, as the zip directory declares: the file is damaged.");
            if (checksum != entry.Checksum)
                throw new DataException($"{place}: the checksum of the content is 0x{checksum:X8}; expected " +
                    $"0x{entry.Checksum:X8}: the file is damaged, copy or save it again.");
            target.Flush();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static FileStream CreateNameless(string folder)
    {
        string path = Path.Combine(folder, Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (OperatingSystem.IsWindows())
            options.Options = FileOptions.DeleteOnClose;
        else
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
