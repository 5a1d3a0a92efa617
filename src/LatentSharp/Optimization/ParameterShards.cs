using LatentSharp.Autodiff;

namespace LatentSharp.Optimization;

/// <summary>
/// The elements of all parameters cut into pieces of fixed length, so that passes over them can be shared among
/// threads and their sums still come out the same.
/// </summary>
internal sealed class ParameterShards
{
    private const int Length = 1 << 14;

    public ParameterShards(IReadOnlyList<Parameter> parameters)
    {
        var shards = new List<(int Parameter, int Start, int Count)>();
        for (int p = 0; p < parameters.Count; p++)
        {
            int length = parameters[p].Value.Shape.Length;
            for (int start = 0; start < length; start += Length)
                shards.Add((p, start, Math.Min(Length, length - start)));
        }

        All = [.. shards];
    }

    /// <summary>Which parameter, from which element, how many.</summary>
    public (int Parameter, int Start, int Count)[] All { get; }
}
