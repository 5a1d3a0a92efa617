using System.Runtime.InteropServices;
using Google.Protobuf;
using LatentSharp.Autodiff;
using LatentSharp.Data;
using LatentSharp.Onnx.Wire;
using LatentSharp.Tensors;

namespace LatentSharp.Onnx;

/// <summary>
/// Makes a graph of a recording: from each output back to what it needs, so that what no output needs is left out. A
/// tensor is called after its parameter, or after the layer that it follows and its operation, such as
/// <c>decoder.0.relu</c>; a node after the tensor that it makes.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly Recording recording;
    private readonly GraphProto graph = new();
    private readonly Dictionary<Tensor, string> names = [];
    private readonly Dictionary<Tensor, string> wanted = [];
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly HashSet<TracedInput> used = [];
    private string? batch;

    private GraphBuilder(Recording recording)
    {
        this.recording = recording;
        taken.UnionWith(recording.Traced.Inputs.Select(input => input.Name));
        foreach ((string name, Variable value) in recording.Traced.Outputs)
        {
            taken.Add(name);
            if (value.Operation is not null)
                wanted.TryAdd(value.Value, name);
        }
    }

    /// <summary>The graph of a recording; its inputs are those that an output depends on.</summary>
    /// <exception cref="DataException">An operation has no counterpart, or depends on the number of rows.</exception>
    public static GraphProto Build(Recording recording)
    {
        var builder = new GraphBuilder(recording);
        foreach ((string name, Variable value) in recording.Traced.Outputs)
        {
            string own = builder.NameOf(value);
            if (own != name)
                builder.Node("Identity", name, [own]);
            builder.graph.Output.Add(builder.Describe(name, value.Value));
        }

        builder.graph.Input.Add(
            from input in recording.Traced.Inputs
            where builder.used.Contains(input)
            select builder.Describe(input.Name, input.Value, input.Meaning));
        return builder.graph;
    }

    /// <summary>The name of a variable's tensor, which is added where it is not there yet.</summary>
    public string NameOf(Variable variable)
    {
        if (!names.TryGetValue(variable.Value, out string? name))
            names[variable.Value] = name = Add(variable);
        return name;
    }

    /// <summary>Adds a node.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="output">The name of what it makes.</param>
    /// <param name="inputs">The names of what it takes.</param>
    /// <param name="attributes">What it depends on beside them.</param>
    /// <returns>The name of what it makes.</returns>
    public string Node(
        string type,
        string output,
        ReadOnlySpan<string> inputs,
        params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = type, Name = output, Output = { output } };
        foreach (string input in inputs)
            node.Input.Add(input);
        foreach (AttributeProto attribute in attributes)
            node.Attribute.Add(attribute);
        graph.Node.Add(node);
        return output;
    }

    /// <summary>Adds a node that repeats a tensor to the shape of a variable.</summary>
    public string Expand(string input, Variable like, string output)
    {
        string shape = Fresh($"{output}.shape");
        int?[] extents = recording.ExtentsOf(like.Value);
        return Node("Expand", output, [
            input,
            extents.Contains(null)
                ? Node(
                    "Concat", shape,
                    [.. extents.Select((extent, axis) =>
                        extent is { } fixedExtent ? Integers($"{shape}.{axis}", fixedExtent) : BatchExtent())],
                    Integer("axis", 0))
                : Integers(shape, [.. extents.Select(extent => (long)extent!)]),
        ]);
    }

    /// <summary>Adds a number.</summary>
    public string Number(string name, float value) => Initializer(name, [], [value]);

    /// <summary>Adds whole numbers, such as places along an axis.</summary>
    public string Integers(string name, params ReadOnlySpan<long> values) =>
        Initializer(name, [values.Length], MemoryMarshal.AsBytes(values), TensorProto.Types.DataType.Int64);

    /// <summary>Adds one whole number that is no list.</summary>
    public string Place(string name, long value) =>
        Initializer(
            name, [], MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)), TensorProto.Types.DataType.Int64);

    /// <summary>Adds numbers of a shape.</summary>
    public string Initializer(string name, ReadOnlySpan<long> extents, ReadOnlySpan<float> values) =>
        Initializer(name, extents, MemoryMarshal.AsBytes(values), TensorProto.Types.DataType.Float);

    /// <summary>An attribute that is a whole number.</summary>
    public static AttributeProto Integer(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static AttributeProto IntegerList(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (long value in values)
            attribute.Ints.Add(value);
        return attribute;
    }

    /// <summary>This name, or where it is taken one that begins with it.</summary>
    public string Fresh(string name)
    {
        string fresh = name;
        for (int i = 1; !taken.Add(fresh); i++)
            fresh = $"{name}_{i}";
        return fresh;
    }

    /// <summary>A name behind that of the layer that a variable follows.</summary>
    public string Beside(Variable variable, string name) =>
        Fresh(LayerOf(variable) is { } layer ? $"{layer}.{name}" : name);

    /// <summary>An error of what is made here.</summary>
    public DataException Error(string problem) => recording.Error(problem);

    private string Add(Variable variable)
    {
        if (recording.Traced.Inputs.FirstOrDefault(input => input.Value == variable.Value) is { } input)
            return Use(input);
        if (recording.SourceOf(variable.Value) is { Operation: { } operation } source)
        {
            string output = wanted.TryGetValue(source.Value, out string? name)
                ? name
                : Beside(source, Called(operation));
            Operators.Add(this, source, output);
            if (name is null)
                graph.ValueInfo.Add(Describe(output, source.Value));
            return output;
        }

        return Given(variable);
    }

    private string Use(TracedInput input)
    {
        used.Add(input);
        return input.Name;
    }

    // A parameter or a constant.
    private string Given(Variable variable)
    {
        Tensor tensor = variable.Value;
        string name = Fresh(
            variable.Tape.ParameterOf(variable)?.Name
                ?? recording.Traced.Constants.GetValueOrDefault(tensor, "constant"));
        if (!recording.ExtentsOf(tensor).Contains(null))
            return Initializer(name, tensor);
        string row = Initializer(Fresh($"{name}.row"), recording.RowOf(tensor));
        return Expand(row, variable, name);
    }

    private string Initializer(string name, Tensor tensor)
    {
        Span<long> extents = stackalloc long[tensor.Shape.Rank];
        for (int axis = 0; axis < extents.Length; axis++)
            extents[axis] = tensor.Shape[axis];
        return Initializer(name, extents, tensor.Span);
    }

    private string Initializer(
        string name,
        ReadOnlySpan<long> extents,
        ReadOnlySpan<byte> values,
        TensorProto.Types.DataType type)
    {
        var tensor = new TensorProto { Name = name, DataType = type, RawData = ByteString.CopyFrom(values) };
        foreach (long extent in extents)
            tensor.Dims.Add(extent);
        graph.Initializer.Add(tensor);
        return name;
    }

    // Of the last input that has columns: one without may come from nowhere.
    private string BatchExtent()
    {
        IReadOnlyList<TracedInput> inputs = recording.Traced.Inputs;
        return batch ??= Node(
            "Shape",
            Fresh("batch_extent"),
            [Use(inputs.LastOrDefault(input => input.Value.Shape.Last > 0) ?? inputs[0])],
            Integer("start", 0),
            Integer("end", 1));
    }

    // A layer is called after its activation, which comes last.
    private static string Called(IOperation operation) =>
        operation.Attributes.FirstOrDefault(of => of.Word is not (null or "identity")).Word ?? operation.Name;

    private static string? LayerOf(Variable variable)
    {
        const string Weight = ".weight";
        Variable at = variable;
        while (at.Operation is { Name: not "linear" } && at.Inputs.Length > 0)
            at = at.Inputs[0];
        string? name = at.Operation is null ? null : at.Tape.ParameterOf(at.Inputs[0])?.Name;
        return name?.EndsWith(Weight, StringComparison.Ordinal) == true ? name[..^Weight.Length] : null;
    }

    private ValueInfoProto Describe(string name, Tensor tensor, string meaning = "")
    {
        var shape = new TensorShapeProto();
        foreach (int? extent in recording.ExtentsOf(tensor))
            shape.Dim.Add(extent is { } known
                ? new TensorShapeProto.Types.Dimension { DimValue = known }
                : new TensorShapeProto.Types.Dimension { DimParam = Recording.Batch });
        return new ValueInfoProto
        {
            Name = name,
            DocString = meaning,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = TensorProto.Types.DataType.Float, Shape = shape },
            },
        };
    }
}
