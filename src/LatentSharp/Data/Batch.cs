using LatentSharp.Tensors;

namespace LatentSharp.Data;

/// <summary>Some examples, copied out of a data set. The next batch of the same pass overwrites it.</summary>
internal sealed class Batch
{
    private readonly int[] indices;

    internal Batch(int size, int conditionColumns, int targetColumns)
    {
        indices = new int[size];
        Condition = new Tensor(new Shape(size, conditionColumns));
        Target = new Tensor(new Shape(size, targetColumns));
    }

    /// <summary>The conditions, [batch, condition].</summary>
    public Tensor Condition { get; }

    /// <summary>The targets, [batch, target].</summary>
    public Tensor Target { get; }

    /// <summary>Which examples of the data set these are, [batch].</summary>
    public ReadOnlySpan<int> Indices => indices;

    /// <summary>The number of examples.</summary>
    public int Count => indices.Length;

    internal void Fill(Dataset dataset, ReadOnlySpan<int> examples)
    {
        examples.CopyTo(indices);
        dataset.CopyRows(indices, Condition, Target);
    }

    internal void Draw(PixelDraws draws, ulong seed, int epoch)
    {
        for (int i = 0; i < indices.Length; i++)
            draws.Apply(seed, epoch, indices[i], Condition.Row(i), Target.Row(i));
    }
}
