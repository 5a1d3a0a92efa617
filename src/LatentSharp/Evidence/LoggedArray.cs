using System.Globalization;
using System.Numerics.Tensors;
using LatentSharp.Data;

namespace LatentSharp.Evidence;

/// <summary>Log-variances computed from variances or standard deviations as they are read.</summary>
/// <param name="array">The array of the form.</param>
/// <param name="name">The array's name.</param>
/// <param name="meaning">What a value is, as errors give it.</param>
/// <param name="factor">What the log of a value is multiplied by.</param>
internal sealed class LoggedArray(IEvidenceArray array, string name, string meaning, double factor) : IEvidenceArray
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public long Rows => array.Rows;

    /// <inheritdoc/>
    public int Columns => array.Columns;

    /// <inheritdoc/>
    /// <exception cref="DataException">A value is not above 0.</exception>
    public void Read(long firstRow, Span<double> destination)
    {
        array.Read(firstRow, destination);
        // What is not a number stays one, and is counted where the arrays are added up.
        int at = 0;
        while (at < destination.Length && !(destination[at] <= 0))
            at++;
        if (at < destination.Length)
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Name}: row {firstRow + at / Columns}, column {at % Columns} holds {destination[at]}; "
                        + $"{meaning} is above 0: save it before rounding, or give the log-variance"));
        TensorPrimitives.Log(destination, destination);
        TensorPrimitives.Multiply(destination, factor, destination);
    }
}
