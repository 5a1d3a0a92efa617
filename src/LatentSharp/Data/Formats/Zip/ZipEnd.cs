using System.Buffers.Binary;
using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Data.Formats.Zip;

/// <summary>What the last record of a zip file says of its directory, in its 64-bit form where there is one.</summary>
/// <param name="Entries">The number of entries.</param>
/// <param name="DirectoryLength">The directory's bytes.</param>
/// <param name="DirectoryOffset">Where it starts.</param>
internal sealed record ZipEnd(long Entries, long DirectoryLength, long DirectoryOffset)
{
    private const uint Signature = 0x06054B50, LocatorSignature = 0x07064B50, Signature64 = 0x06064B50;
    private const int Length = 22, LocatorLength = 20, Length64 = 56;

    /// <summary>Finds and checks the record.</summary>
    /// <exception cref="DataException">There is none, or it does not describe the file that it ends.</exception>
    public static ZipEnd Read(FileRange file, string path)
    {
        int tailLength = (int)Math.Min(file.Length, Length + ushort.MaxValue);
        byte[] tail = new byte[tailLength];
        file.Read(file.Length - tailLength, tail);
        // The record ends with a comment, and only its length tells where the record begins.
        int found = tailLength - Length;
        while (found >= 0 && !IsEnd(tail.AsSpan(found)))
            found--;
        if (found < 0)
            throw DataException.AtByte(
                path,
                file.Length,
                "the file does not end with the end record of a zip file; it is no .npz "
                    + "file or it is cut short: copy or save it again.");

        ReadOnlySpan<byte> record = tail.AsSpan(found);
        long at = file.Length - tailLength + found;
        var end = new ZipEnd(
            BinaryPrimitives.ReadUInt16LittleEndian(record[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(record[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(record[16..]));
        ZipEnd? wide = Read64(file, at, path);
        if (wide is not null && !end.Agrees(wide))
            throw DataException.AtByte(
                path,
                at,
                "the end record of the zip file and its 64-bit form disagree; the file is "
                    + "damaged: copy or save it again.");
        end = wide ?? end;
        long directoryEnd = wide is null ? at : at - LocatorLength - Length64;
        if (end.DirectoryOffset > directoryEnd || end.DirectoryLength != directoryEnd - end.DirectoryOffset)
            throw DataException.AtByte(
                path,
                at,
                $"the zip directory is declared to have {end.DirectoryLength} bytes from byte "
                    + $"{end.DirectoryOffset} on; expected it to end at byte {directoryEnd}: the file is damaged or "
                    + "cut short."
            );
        return end;
    }

    private static bool IsEnd(ReadOnlySpan<byte> tail) =>
        BinaryPrimitives.ReadUInt32LittleEndian(tail) == Signature
        && BinaryPrimitives.ReadUInt16LittleEndian(tail[20..]) == tail.Length - Length;

    private static ZipEnd? Read64(FileRange file, long endOffset, string path)
    {
        long locatorOffset = endOffset - LocatorLength, offset = locatorOffset - Length64;
        if (offset < 0)
            return null;
        Span<byte> bytes = stackalloc byte[Length64 + LocatorLength];
        file.Read(offset, bytes);
        ReadOnlySpan<byte> record = bytes[..Length64], locator = bytes[Length64..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != LocatorSignature)
            return null;
        if (
            BinaryPrimitives.ReadUInt32LittleEndian(record) != Signature64
            || BinaryPrimitives.ReadUInt64LittleEndian(locator[8..]) != (ulong)offset)
            throw DataException.AtByte(
                path,
                locatorOffset,
                "the 64-bit end record of the zip file is not where it is declared; "
                    + "the file is damaged: copy or save it again.");
        ulong entries = BinaryPrimitives.ReadUInt64LittleEndian(record[32..]);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(record[40..]);
        ulong start = BinaryPrimitives.ReadUInt64LittleEndian(record[48..]);
        ulong most = (ulong)file.Length;
        return entries <= most && length <= most && start <= most
            ? new ZipEnd((long)entries, (long)length, (long)start)
            : throw DataException.AtByte(
                path,
                offset,
                "the 64-bit end record of the zip file declares more than the file holds; "
                    + "the file is damaged: copy or save it again.");
    }

    // A field that does not fit its 16 or 32 bits is all ones.
    private bool Agrees(ZipEnd wide) =>
        (Entries == ushort.MaxValue || Entries == wide.Entries)
        && (DirectoryLength == uint.MaxValue || DirectoryLength == wide.DirectoryLength)
        && (DirectoryOffset == uint.MaxValue || DirectoryOffset == wide.DirectoryOffset);
}
