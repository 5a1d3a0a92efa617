using System.Collections.Concurrent;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

/// <summary>
/// Weights that nothing trains any more, the other way round: [in, out], as a product reads them. Any number of tapes
/// may share it.
/// </summary>
internal sealed class TransposedWeights
{
    private readonly ConcurrentDictionary<Parameter, Tensor> transposed = [];

    /// <summary>The transpose of a parameter of rank 2.</summary>
    public Tensor Of(Parameter weight) => transposed.GetOrAdd(weight, Transpose);

    private static Tensor Transpose(Parameter weight)
    {
        int rows = weight.Value.Shape[0], columns = weight.Value.Shape[1];
        var result = new Tensor(new Shape(columns, rows));
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = weight.Value.Row(row);
            for (int column = 0; column < columns; column++)
                result.Row(column)[row] = values[column];
        }

        return result;
    }
}
