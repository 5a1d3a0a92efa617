using LatentSharp.Autodiff;
using LatentSharp.Tensors;

namespace LatentSharp.Latents.Categorical;

/// <summary>
/// All K^M values of M variables as one-hot rows, each for a whole batch: row <c>value * batch + example</c>, where the
/// first variable changes fastest.
/// </summary>
internal sealed class AllValues(int values, int variables) : IOperation
{
    public string Name => "all_values";

    public IReadOnlyList<OperationAttribute> Attributes => [new("values", values), new("variables", variables)];

    /// <summary>[K^M * batch, M * K]</summary>
    /// <param name="tape">The computation that they become part of.</param>
    /// <param name="values">K</param>
    /// <param name="variables">M</param>
    /// <param name="count">K^M</param>
    /// <param name="batch">Examples.</param>
    public static Variable Of(Tape tape, int values, int variables, int count, int batch) =>
        tape.Record(new AllValues(values, variables), new Shape(checked(count * batch), variables * values));

    public void Forward(Variable output)
    {
        Span<float> z = output.Value.Span;
        z.Clear();
        int count = 1;
        for (int i = 0; i < variables; i++)
            count *= values;
        int batch = output.Shape[0] / count;
        for (int row = 0; row < output.Shape[0]; row++)
        {
            int value = row / batch;
            for (int i = 0; i < variables; i++, value /= values)
                z[(row * variables + i) * values + value % values] = 1f;
        }
    }

    public void Backward(Variable output) => throw new NotSupportedException("Values have no gradient.");
}
