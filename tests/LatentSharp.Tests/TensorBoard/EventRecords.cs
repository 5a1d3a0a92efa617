using System.Buffers.Binary;
using LatentSharp.TensorBoard;
using LatentSharp.TensorBoard.Wire;

namespace LatentSharp.Tests.TensorBoard;

/// <summary>The events of a file, read back with the generated classes.</summary>
internal static class EventRecords
{
    private const int Header = 12;
    private const int Footer = 4;

    /// <summary>Every event; the file must consist of whole records.</summary>
    public static List<Event> Of(string path)
    {
        byte[] bytes = Bytes(path);
        var events = new List<Event>();
        int end = 0;
        foreach (int next in Ends(bytes))
        {
            events.Add(Event.Parser.ParseFrom(bytes, end + Header, next - end - Header - Footer));
            end = next;
        }

        Assert.Equal(bytes.Length, end);
        return events;
    }

    /// <summary>The values of a file, in order.</summary>
    public static List<Summary.Types.Value> Values(string path) =>
        [
            .. Of(path)
                .Where(record => record.WhatCase == Event.WhatOneofCase.Summary)
                .SelectMany(record => record.Summary.Value),
        ];

    /// <summary>Where whole records with right checksums end.</summary>
    public static List<int> Ends(ReadOnlySpan<byte> bytes)
    {
        var ends = new List<int>();
        for (int start = 0; bytes.Length - start >= Header + Footer; start = ends[^1])
        {
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes[start..]);
            Assert.Equal(
                Crc32C.Masked(bytes.Slice(start, 8)),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[(start + 8)..]));
            if (length > (ulong)(bytes.Length - start - Header - Footer))
                break;
            ReadOnlySpan<byte> payload = bytes.Slice(start + Header, (int)length);
            Assert.Equal(
                Crc32C.Masked(payload),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[(start + Header + payload.Length)..]));
            ends.Add(start + Header + payload.Length + Footer);
        }

        return ends;
    }

    /// <summary>The bytes of a file that another handle may be writing.</summary>
    public static byte[] Bytes(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
