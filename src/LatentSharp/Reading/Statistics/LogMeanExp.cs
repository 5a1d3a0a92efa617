using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LatentSharp.Compute;

namespace LatentSharp.Reading.Statistics;

/// <summary>
/// log (1/S) sum_s e^(l_s), around the largest l: nothing overflows, and what underflows is nothing beside that. In
/// float64, in an order that depends on S alone.
/// </summary>
internal static class LogMeanExp
{
    /// <summary>The log-mean of at least one value. It is -infinity where all are, and NaN where one is.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        double largest = TensorPrimitives.Max(values);
        if (!double.IsFinite(largest))
            return largest;
        ref double first = ref MemoryMarshal.GetReference(values);
        Vector512<double> shift = Vector512.Create(largest), lanes = Vector512<double>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            lanes += WideExponential.Exp(Vector512.LoadUnsafe(ref first, (nuint)i) - shift);
        double sum = Vector512.Sum(lanes);
        for (; i < values.Length; i++)
            sum += Math.Exp(values[i] - largest);
        return largest + Math.Log(sum / values.Length);
    }

    /// <summary>
    /// The mean log-mean over the disjoint groups of <paramref name="samples"/> values, from the first on: the
    /// expectation of one group's, with less noise. Values that fill no group are left out.
    /// </summary>
    public static double OfGroups(ReadOnlySpan<double> values, int samples)
    {
        int groups = values.Length / samples;
        double sum = 0;
        for (int group = 0; group < groups; group++)
            sum += Of(values.Slice(group * samples, samples));
        return sum / groups;
    }
}
