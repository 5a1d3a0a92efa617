using System.Buffers.Binary;
using System.Text;
using LatentSharp.Data.Formats.Arrays;
using LatentSharp.Words;

namespace LatentSharp.Data.Formats.Zip;

/// <summary>
/// The directory of a zip file (PKWARE's APPNOTE 6.3), read strictly: it ends where the end record begins, no name is
/// given twice and no two entries overlap. The library's own reader because <c>ZipArchive</c> does not tell where an
/// entry's bytes lie, which reading them in place needs.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint EntrySignature = 0x02014B50;
    private const int EntryLength = 46;
    private const int LocalLength = 30;
    private const int LongestDirectory = 1 << 22;
    private const ushort Zip64Extra = 0x0001;
    private const int UnicodeFlag = 1 << 11;

    private readonly string path;
    private readonly byte[] directory;
    private readonly ZipEnd end;
    private readonly List<ZipEntry> entries = [];

    private ZipDirectory(string path, byte[] directory, ZipEnd end) =>
        (this.path, this.directory, this.end) = (path, directory, end);

    /// <summary>Reads the entries, in the order of the directory.</summary>
    /// <exception cref="DataException">The file is no zip file, or its directory is damaged.</exception>
    public static IReadOnlyList<ZipEntry> Read(FileRange file, string path)
    {
        ZipEnd end = ZipEnd.Read(file, path);
        if (end.DirectoryLength > LongestDirectory)
            throw DataException.AtByte(
                path,
                end.DirectoryOffset,
                $"the zip directory has {end.DirectoryLength} bytes; expected "
                    + $"at most {LongestDirectory}: save the arrays with numpy.savez.");
        byte[] bytes = new byte[end.DirectoryLength];
        file.Read(end.DirectoryOffset, bytes);
        var directory = new ZipDirectory(path, bytes, end);
        directory.ReadEntries();
        directory.CheckOverlaps();
        return directory.entries;
    }

    private void ReadEntries()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        int position = 0;
        while (position < directory.Length)
        {
            ZipEntry entry = ReadEntry(ref position);
            if (!names.Add(entry.Name))
                throw Error(
                    position,
                    $"the zip directory has the name {OneLine.Excerpt(entry.Name)} twice; expected it "
                        + "once: save the arrays again.");
            entries.Add(entry);
        }

        if (entries.Count != end.Entries)
            throw Error(
                position,
                $"the zip directory has {entries.Count} entries and its end record declares {end.Entries}; the "
                    + "file is damaged: copy or save it again.");
    }

    private ZipEntry ReadEntry(ref int position)
    {
        int at = position;
        ReadOnlySpan<byte> rest = directory.AsSpan(at);
        if (rest.Length < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(rest) != EntrySignature)
            throw Error(
                at,
                "there is no entry of the zip directory where one was expected; the file is damaged: copy or " +
                    "save it again.");
        int nameLength = Short(rest, 28),
            extraLength = Short(rest, 30);
        int length = EntryLength + nameLength + extraLength + Short(rest, 32);
        if (length > rest.Length)
            throw Error(
                at,
                "an entry of the zip directory is longer than the directory; the file is damaged: copy or save " +
                    "it again.");
        position += length;

        int flags = Short(rest, 8);
        // Without the flag a name is in the writer's code page; NumPy sets it for all that is not ASCII.
        Encoding encoding = (flags & UnicodeFlag) != 0 ? Encoding.UTF8 : Encoding.Latin1;
        ulong compressed = Word(rest, 20), full = Word(rest, 24), offset = Word(rest, 42);
        Widen(rest.Slice(EntryLength + nameLength, extraLength), at, ref full, ref compressed, ref offset);
        var entry = new ZipEntry(
            encoding.GetString(rest.Slice(EntryLength, nameLength)), flags, Short(rest, 10), Word(rest, 16),
            (long)compressed, (long)full, (long)offset);
        // The lengths stand before the offset's check, so that none of the sums can overflow.
        ulong room = (ulong)end.DirectoryOffset;
        if (
            full > long.MaxValue
            || compressed > room
            || offset > room
            || offset + compressed + (ulong)(LocalLength + nameLength) > room)
            throw Error(
                at,
                $"entry {OneLine.Excerpt(entry.Name)} has {compressed} bytes from byte {offset} on; expected a "
                    + $"range before the zip directory, at byte {room}: the file is damaged or cut short.");
        return entry;
    }

    /// <summary>
    /// Replaces those 32-bit fields that are all ones by their 64-bit values, which stand in this order.
    /// </summary>
    private void Widen(ReadOnlySpan<byte> extra, int at, ref ulong full, ref ulong compressed, ref ulong offset)
    {
        if (full != uint.MaxValue && compressed != uint.MaxValue && offset != uint.MaxValue)
            return;
        while (extra.Length >= 4)
        {
            int length = Short(extra, 2);
            if (length > extra.Length - 4)
                break;
            ReadOnlySpan<byte> field = extra.Slice(4, length);
            if (Short(extra, 0) == Zip64Extra
                && Take(ref field, ref full) && Take(ref field, ref compressed) && Take(ref field, ref offset))
                return;
            extra = extra[(4 + length)..];
        }

        throw Error(
            at,
            "an entry of the zip directory lacks its 64-bit lengths; the file is damaged: copy or save it again.");
    }

    private static bool Take(ref ReadOnlySpan<byte> field, ref ulong value)
    {
        if (value != uint.MaxValue)
            return true;
        if (!BinaryPrimitives.TryReadUInt64LittleEndian(field, out ulong wide))
            return false;
        value = wide;
        field = field[sizeof(ulong)..];
        return true;
    }

    // Entries that share bytes are how a small file unpacks into a large one many times over.
    private void CheckOverlaps()
    {
        long last = 0;
        foreach (ZipEntry entry in entries.OrderBy(entry => entry.HeaderOffset))
        {
            if (entry.HeaderOffset < last)
                throw DataException.AtByte(
                    path,
                    entry.HeaderOffset,
                    $"entry {OneLine.Excerpt(entry.Name)} overlaps the one "
                        + $"before it, which ends at byte {last}; expected no overlap: save the arrays again.");
            last = entry.HeaderOffset + LocalLength + entry.CompressedLength;
        }
    }

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private DataException Error(int position, string problem) =>
        DataException.AtByte(path, end.DirectoryOffset + position, problem);
}
