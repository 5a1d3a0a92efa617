namespace LatentSharp.Onnx;

/// <summary>A file that was written.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Part">What it computes.</param>
/// <param name="Inputs">What goes in, in order.</param>
/// <param name="Outputs">What comes out, in order.</param>
public sealed record OnnxFile(
    string Path,
    OnnxPart Part,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs);

/// <summary>An input or output of a graph: float32, [batch, <paramref name="Width"/>] for any batch.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Width">The columns of a row.</param>
public sealed record OnnxValue(string Name, int Width)
{
    /// <summary>Such as <c>condition [batch, 2]</c>.</summary>
    public override string ToString() => $"{Name} [{Recording.Batch}, {Width}]";
}
