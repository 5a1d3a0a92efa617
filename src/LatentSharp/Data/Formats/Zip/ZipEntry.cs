namespace LatentSharp.Data.Formats.Zip;

/// <summary>What a zip file's directory says of one entry.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Flags">Its general purpose bits.</param>
/// <param name="Method">How it is compressed: 0 stored, 8 deflated.</param>
/// <param name="Checksum">The checksum of its content.</param>
/// <param name="CompressedLength">Its bytes in the file.</param>
/// <param name="Length">The bytes of its content.</param>
/// <param name="HeaderOffset">Where its local header lies.</param>
internal sealed record ZipEntry(
    string Name, int Flags, int Method, uint Checksum, long CompressedLength, long Length, long HeaderOffset)
{
    public const int Stored = 0, Deflated = 8;
    public const int Encrypted = 1;
}
