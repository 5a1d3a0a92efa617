using System.Buffers.Binary;
using LatentSharp.Data.Formats.Arrays;
using LatentSharp.Data.Formats.Zip;

namespace LatentSharp.Data.Formats.Numpy;

/// <summary>
/// The arrays of a .npz file: a zip file with an entry <c>name.npy</c> for each. Stored entries (numpy.savez) are read
/// where they lie, and their checksums are not computed, which would cost a pass over the file; deflated entries
/// (numpy.savez_compressed) are expanded to a temporary file, and their checksums must agree.
/// </summary>
internal sealed class NpzFile : IArrayFile
{
    private const string Suffix = ".npy";
    private const uint LocalSignature = 0x04034B50;
    private const int LocalLength = 30;

    private readonly string path;
    private readonly FileStream stream;
    private readonly FileRange file;
    private readonly List<InflatedEntry> inflated = [];
    private readonly Dictionary<string, ZipEntry> entries = new(StringComparer.Ordinal);

    private NpzFile(string path, FileStream stream)
    {
        (this.path, this.stream) = (path, stream);
        file = new FileRange(stream.SafeFileHandle, path, 0, stream.Length);
        List<string> names = [];
        foreach (
            ZipEntry entry in ZipDirectory
                .Read(file, path)
                .Where(entry => entry.Name.EndsWith(Suffix, StringComparison.Ordinal)))
        {
            string name = entry.Name[..^Suffix.Length];
            entries.Add(name, entry);
            names.Add(name);
        }

        Names = names;
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens a file and reads its directory.</summary>
    /// <exception cref="DataException">The file is not there or its directory is damaged.</exception>
    public static NpzFile Open(string path)
    {
        FileStream stream = DataFile.Open(path);
        try
        {
            return new NpzFile(path, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public StoredArray OpenArray(string name)
    {
        ZipEntry entry = entries[name];
        string place = $"{path}: {entry.Name}";
        if ((entry.Flags & ZipEntry.Encrypted) != 0)
            throw new DataException($"{place}: the entry is encrypted; save the arrays without a password.");
        var bytes = new FileRange(stream.SafeFileHandle, place, DataOffset(entry, place), entry.CompressedLength);
        switch (entry.Method)
        {
            case ZipEntry.Stored when entry.Length == entry.CompressedLength:
                return Describe(bytes, new StoredBytesStream(bytes, entry.Length), entry, place);
            case ZipEntry.Stored:
                throw new DataException($"{place}: the stored entry has {entry.CompressedLength} bytes and declares " +
                    $"{entry.Length}; expected as many: the file is damaged.");
            case ZipEntry.Deflated:
                var expansion = new InflatedEntry(bytes, entry, place);
                inflated.Add(expansion);
                return Describe(expansion, expansion.Content(), entry, place);
            default:
                throw new DataException(
                    $"{place}: the entry is compressed by method {entry.Method}; expected 0 (stored) or 8 "
                        + "(deflated): save with numpy.savez or numpy.savez_compressed.");
        }
    }

    public void Dispose()
    {
        foreach (InflatedEntry entry in inflated)
            entry.Dispose();
        stream.Dispose();
    }

    private static StoredArray Describe(IStoredBytes bytes, Stream content, ZipEntry entry, string place)
    {
        using (content)
        {
            try
            {
                NpyHeader header = NpyHeader.Read(content, entry.Length, place);
                return new StoredArray(place, header.Element, header.Shape, header.FortranOrder, bytes, header.Length);
            }
            catch (InvalidDataException error)
            {
                throw new DataException(
                    $"{place}: the deflated bytes are damaged ({error.Message}); copy or save the file again.",
                    error);
            }
        }
    }

    /// <summary>Where the entry's bytes start: its local header may be longer than the directory's copy.</summary>
    private long DataOffset(ZipEntry entry, string place)
    {
        Span<byte> header = stackalloc byte[LocalLength];
        file.Read(entry.HeaderOffset, header);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        long start = entry.HeaderOffset + LocalLength + nameLength + extraLength;
        if (
            BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature
            || BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) != entry.Method)
            throw DataException.AtByte(
                place,
                entry.HeaderOffset,
                "the entry's own header is not where the zip directory says, or "
                    + "disagrees with it; the file is damaged: copy or save it again.");
        if (start > file.Length - entry.CompressedLength)
            throw DataException.AtByte(
                place,
                start,
                $"the entry's {entry.CompressedLength} bytes start here, beyond the end of "
                    + "the file; it is damaged: copy or save it again.");
        return start;
    }
}
