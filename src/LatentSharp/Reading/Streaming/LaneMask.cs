using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// How a row of D numbers is cut into hardware vectors. The last vector may reach beyond the row, into the next one or
/// the slack behind the last: column sums have room for those lanes and are never asked for them, and row sums leave
/// them out.
/// </summary>
internal readonly struct LaneMask(int dimensions)
{
    private readonly Vector512<double> lastLanes = Vector512.LessThan(
        Vector512<double>.Indices,
        Vector512.Create((double)((dimensions - 1) % Vector512<double>.Count + 1)));

    /// <summary>D rounded up to whole vectors.</summary>
    public static int Padded(int dimensions) =>
        (dimensions + Vector512<double>.Count - 1) / Vector512<double>.Count * Vector512<double>.Count;

    /// <summary>
    /// The lanes of the vector at <paramref name="column"/> that belong to the row; zero in the others.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Keep(Vector512<double> values, int column) =>
        column + Vector512<double>.Count <= dimensions
            ? values
            : Vector512.ConditionalSelect(lastLanes, values, Vector512<double>.Zero);
}
