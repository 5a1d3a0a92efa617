using System.Numerics;
using System.Runtime.CompilerServices;

namespace LatentSharp.Reading.Measurement;

/// <summary>
/// How a row of D numbers is cut into hardware vectors. The last vector may reach beyond the row, into the next one or
/// the slack behind the last: column sums have room for those lanes and are never asked for them, and row sums leave
/// them out.
/// </summary>
internal readonly struct LaneMask(int dimensions)
{
    private readonly Vector<long> lastLanes =
        Vector.LessThan(Vector<long>.Indices, new Vector<long>((dimensions - 1) % Vector<double>.Count + 1));

    /// <summary>D rounded up to whole vectors.</summary>
    public static int Padded(int dimensions) => (dimensions + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;

    /// <summary>The lanes of the vector at <paramref name="column"/> that belong to the row; zero in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<double> Keep(Vector<double> values, int column) =>
        column + Vector<double>.Count <= dimensions
            ? values
            : Vector.ConditionalSelect(lastLanes, values, Vector<double>.Zero);
}
