using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using LatentSharp.Tensors;

namespace LatentSharp.Data;

/// <summary>The hash that tells whether two runs saw the same data.</summary>
internal static class DatasetFingerprint
{
    /// <summary>SHA-256 over column names, labels, shapes and the values' bytes, in lower-case hexadecimal.</summary>
    public static string Of(Dataset dataset)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, dataset.ConditionFields.ColumnNames);
        Append(hash, dataset.Condition);
        Append(hash, dataset.TargetFields.ColumnNames);
        Append(hash, dataset.Target);
        Append(hash, dataset.LabelNames);
        foreach (int label in dataset.Labels ?? [])
            Append(hash, label);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, Tensor tensor)
    {
        for (int axis = 0; axis < tensor.Shape.Rank; axis++)
            Append(hash, tensor.Shape[axis]);
        hash.AppendData(MemoryMarshal.AsBytes(tensor.Span));
    }

    private static void Append(IncrementalHash hash, string[]? names)
    {
        // Counts and lengths come first, so that no two lists of names run together into the same bytes.
        Append(hash, names?.Length ?? -1);
        foreach (string name in names ?? [])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            Append(hash, bytes.Length);
            hash.AppendData(bytes);
        }
    }

    private static void Append(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
