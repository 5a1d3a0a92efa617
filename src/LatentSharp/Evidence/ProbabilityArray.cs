using System.Globalization;
using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Data;

namespace LatentSharp.Evidence;

/// <summary>Logits computed from probabilities as they are read: their logs, -infinity where a value is
/// impossible.</summary>
/// <param name="array">The probabilities.</param>
/// <param name="name">The array's name.</param>
/// <param name="values">The columns that add up to 1.</param>
internal sealed class ProbabilityArray(IEvidenceArray array, string name, int values) : IEvidenceArray
{
    // What float16 makes of probabilities.
    private const double Rounding = 5e-3;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public long Rows => array.Rows;

    /// <inheritdoc/>
    public int Columns => array.Columns;

    /// <inheritdoc/>
    /// <exception cref="DataException">A value is no probability, or they do not add up to 1.</exception>
    public void Read(long firstRow, Span<double> destination)
    {
        array.Read(firstRow, destination);
        for (int start = 0; start < destination.Length; start += values)
        {
            ReadOnlySpan<double> each = destination.Slice(start, values);
            long row = firstRow + start / Columns;
            foreach (double value in each)
            {
                if (value is < 0 or > 1 + Rounding)
                    throw new DataException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{name}: row {row} holds {value}; a probability is from 0 to 1: give what softmax makes "
                                + $"of the logits, or the logits themselves"));
            }

            // What is not a number stays one, and is refused where the rows are added up.
            double sum = Sums.Of(each);
            if (Math.Abs(sum - 1) > Rounding)
                throw new DataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name}: row {row} adds up to {sum:G4}; the {values} probabilities of an example add up to 1: "
                            + $"give what softmax makes of the logits, over the last axis"));
        }

        TensorPrimitives.Log(destination, destination);
    }
}
