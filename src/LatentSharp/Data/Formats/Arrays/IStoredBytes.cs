namespace LatentSharp.Data.Formats.Arrays;

/// <summary>Bytes of an open file. Several threads may read at once.</summary>
internal interface IStoredBytes
{
    /// <summary>
    /// Makes the bytes readable at any position; a compressed entry is expanded here, once its header is accepted.
    /// </summary>
    /// <exception cref="DataException">The bytes are damaged, or there is no room to expand them.</exception>
    void Prepare();

    /// <summary>Fills a span with the bytes from a position on.</summary>
    /// <exception cref="DataException">The file ends before.</exception>
    void Read(long position, Span<byte> destination);
}
