using Microsoft.Win32.SafeHandles;

namespace LatentSharp.Data.Formats.Arrays;

/// <summary>
/// A range of an open file, read by position into the caller's memory. It is not mapped: mapped pages count as the
/// process's own memory for as long as the system keeps them, which for a large file is its whole size.
/// </summary>
/// <param name="file">The open file; its owner closes it.</param>
/// <param name="place">The file and the part of it, as errors name them.</param>
/// <param name="start">The first byte of the range.</param>
/// <param name="length">The number of bytes.</param>
internal sealed class FileRange(SafeFileHandle file, string place, long start, long length) : IStoredBytes
{
    public long Length => length;

    public void Prepare()
    {
    }

    public void Read(long position, Span<byte> destination)
    {
        if (position < 0 || destination.Length > length - position)
            throw new ArgumentOutOfRangeException(nameof(position), $"{place}: bytes {position} to " +
                $"{position + destination.Length} were asked for; there are {length}.");
        try
        {
            while (destination.Length > 0)
            {
                int count = RandomAccess.Read(file, destination, start + position);
                if (count == 0)
                    throw DataException.AtByte(
                        place,
                        position,
                        "the file became shorter while it was being read; leave it alone "
                            + "until the command is done.");
                destination = destination[count..];
                position += count;
            }
        }
        catch (IOException error)
        {
            throw DataException.AtByte(
                place,
                position,
                $"the file cannot be read ({error.Message}); copy it to a sound disk.",
                error);
        }
    }
}
