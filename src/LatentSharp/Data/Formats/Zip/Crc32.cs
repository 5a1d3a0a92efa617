namespace LatentSharp.Data.Formats.Zip;

/// <summary>
/// The checksum of zip entries: the cyclic redundancy check with the reflected polynomial 0xEDB88320.
/// </summary>
internal static class Crc32
{
    // Eight bytes a step: Tables[k][b] is the checksum of byte b followed by k zero bytes.
    private const int Step = 8;

    private static readonly uint[][] Tables = BuildTables();

    /// <summary>The checksum of bytes that follow others, whose checksum is given; 0 for the first.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint register = ~checksum;
        uint[][] t = Tables;
        for (; bytes.Length >= Step; bytes = bytes[Step..])
        {
            register = t[7][(bytes[0] ^ register) & 0xFF] ^ t[6][(bytes[1] ^ (register >> 8)) & 0xFF]
                ^ t[5][(bytes[2] ^ (register >> 16)) & 0xFF] ^ t[4][bytes[3] ^ (register >> 24)]
                ^ t[3][bytes[4]] ^ t[2][bytes[5]] ^ t[1][bytes[6]] ^ t[0][bytes[7]];
        }

        foreach (byte b in bytes)
            register = (register >> 8) ^ t[0][(register ^ b) & 0xFF];
        return ~register;
    }

    private static uint[][] BuildTables()
    {
        var tables = new uint[Step][];
        for (int k = 0; k < Step; k++)
        {
            tables[k] = new uint[256];
            for (uint b = 0; b < 256; b++)
            {
                uint register = k == 0 ? b : tables[k - 1][b];
                for (int bit = 0; bit < 8; bit++)
                    register = (register >> 1) ^ ((register & 1) == 0 ? 0 : 0xEDB88320);
                tables[k][b] = register;
            }
        }

        return tables;
    }
}
