using LatentSharp.Autodiff;
using LatentSharp.Data;
using LatentSharp.Tensors;

namespace LatentSharp.Onnx;

/// <summary>A computation on a tape, with names for what goes in and what comes out.</summary>
/// <param name="Tape">Where it was recorded.</param>
/// <param name="Inputs">The tensors that a caller gives, in order.</param>
/// <param name="Outputs">What the caller gets, in order.</param>
/// <param name="Constants">The names of constants; others go without.</param>
internal sealed record Traced(
    Tape Tape,
    IReadOnlyList<TracedInput> Inputs,
    IReadOnlyList<(string Name, Variable Value)> Outputs,
    IReadOnlyDictionary<Tensor, string> Constants);

/// <summary>A tensor that a caller gives, under its name, with what it is in words.</summary>
internal sealed record TracedInput(string Name, Tensor Value, string Meaning);

/// <summary>
/// A computation recorded for batches of two sizes. It has to be the same but for extents, and an extent that differs
/// is the batch.
/// </summary>
internal sealed class Recording
{
    /// <summary>What the free extent is called.</summary>
    public const string Batch = "batch";

    private const int Rows = 2, OtherRows = 3;

    private readonly Dictionary<Tensor, Tensor> others = [];
    private readonly Dictionary<Tensor, Variable> computed = [];
    private readonly string place;

    private Recording(Traced traced, Traced other, string place)
    {
        (Traced, this.place) = (traced, place);
        Variable[] recorded = [.. traced.Tape.Recorded], again = [.. other.Tape.Recorded];
        if (recorded.Length != again.Length)
            throw Error("what it computes depends on the number of rows");
        foreach ((Variable variable, Variable twin) in recorded.Zip(again))
        {
            if (variable.Operation?.Name != twin.Operation?.Name
                || variable.Shape.Rank != twin.Shape.Rank
                || variable.Operation?.Attributes.SequenceEqual(twin.Operation!.Attributes) == false)
                throw Error(
                    $"the operation {(variable.Operation ?? twin.Operation)?.Name} depends on the number of rows");
            // What is detached has the tensor of what computed it.
            if (variable.Operation is not null)
                computed[variable.Value] = variable;
            others[variable.Value] = twin.Value;
        }
    }

    /// <summary>The computation, at one of the two sizes.</summary>
    public Traced Traced { get; }

    /// <summary>Records a computation.</summary>
    /// <param name="trace">Computes for a number of rows, each time on a tape of its own.</param>
    /// <param name="place">What errors begin with.</param>
    /// <exception cref="DataException">The computation depends on the number of rows.</exception>
    public static Recording Of(Func<int, Traced> trace, string place) => new(trace(Rows), trace(OtherRows), place);

    /// <summary>The computation that a tensor came from; null for one that was given.</summary>
    public Variable? SourceOf(Tensor tensor) => computed.GetValueOrDefault(tensor);

    /// <summary>The extents of a tensor, null for the batch.</summary>
    public int?[] ExtentsOf(Tensor tensor)
    {
        Shape shape = tensor.Shape, other = others.GetValueOrDefault(tensor, tensor).Shape;
        var extents = new int?[shape.Rank];
        for (int axis = 0; axis < extents.Length; axis++)
        {
            extents[axis] = (shape[axis], other[axis]) switch
            {
                (Rows, OtherRows) => null,
                var (one, two) when one == two => one,
                _ => throw Error($"a tensor has shape {shape} for {Rows} rows and {other} for {OtherRows}"),
            };
        }

        return extents;
    }

    /// <summary>One row of a constant that gives every row the same numbers.</summary>
    /// <exception cref="DataException">The rows differ.</exception>
    public Tensor RowOf(Tensor constant)
    {
        foreach (Tensor tensor in (Tensor[])[constant, others[constant]])
        {
            for (int row = 0; row < tensor.Shape[0]; row++)
            {
                if (!tensor.Row(row).SequenceEqual(constant.Row(0)))
                    throw Error("a constant differs from row to row");
            }
        }

        return constant.Rows(0, 1);
    }

    /// <summary>An error of what is recorded here.</summary>
    public DataException Error(string problem) => new($"{place}: {problem}; it cannot be written as ONNX");
}
