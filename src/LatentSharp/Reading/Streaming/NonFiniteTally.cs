using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LatentSharp.Data;
using LatentSharp.Evidence;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// Counts an array's NaN and infinite entries and remembers the first, so that one error can tell of all.
/// </summary>
internal struct NonFiniteTally
{
    private long count, first;
    private double value;

    /// <summary>Whether every value is finite; the entries that are not are counted.</summary>
    /// <param name="values">Consecutive entries of the array.</param>
    /// <param name="position">The first one's place in the array, row-major.</param>
    public bool IsFinite(ReadOnlySpan<double> values, long position)
    {
        if (AreFinite(values))
            return true;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                Merge(new NonFiniteTally { count = 1, first = position + i, value = values[i] });
        }

        return false;
    }

    /// <summary>Adds another part of the same array.</summary>
    public void Merge(in NonFiniteTally other)
    {
        if (other.count > 0 && (count == 0 || other.first < first))
            (first, value) = (other.first, other.value);
        count += other.count;
    }

    /// <exception cref="DataException">There was a non-finite entry.</exception>
    public readonly void ThrowIfAny(string evidence, IEvidenceArray array)
    {
        if (count > 0)
        {
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{evidence}: {array.Name} has {count} non-finite {(count == 1 ? "value" : "values")} among "
                        + $"{array.Rows * array.Columns}, the first ({value}) in row {first / array.Columns}, column "
                        + $"{first % array.Columns} (counted from 0); every entry must be a finite number: leave these "
                        + $"examples out, or find out why the model gave them"));
        }
    }

    // A comparison with NaN is false, too.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AreFinite(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector512<double>> vectors = MemoryMarshal.Cast<double, Vector512<double>>(values);
        Vector512<double> largest = Vector512.Create(double.MaxValue);
        Vector512<double> finite = Vector512<double>.AllBitsSet;
        foreach (Vector512<double> vector in vectors)
            finite &= Vector512.LessThanOrEqual(Vector512.Abs(vector), largest);
        bool all = Vector512.EqualsAll(finite.AsInt64(), Vector512<long>.AllBitsSet);
        foreach (double value in values[(vectors.Length * Vector512<double>.Count)..])
            all &= double.IsFinite(value);
        return all;
    }
}
