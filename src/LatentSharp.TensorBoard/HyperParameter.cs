using Google.Protobuf.WellKnownTypes;
using LatentSharp.TensorBoard.Wire;

namespace LatentSharp.TensorBoard;

/// <summary>A named setting of a run: a number, a switch or a word.</summary>
public sealed class HyperParameter
{
    private HyperParameter(string name, ParameterColumn.Types.Type type, Value value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Name, Column, Value) = (name, new ParameterColumn { Name = name, Type = type }, value);
    }

    /// <summary>A number. One that is not finite becomes a word, because TensorBoard's table cannot carry it.</summary>
    public HyperParameter(string name, double value)
        : this(
            name,
            double.IsFinite(value) ? ParameterColumn.Types.Type.Float64 : ParameterColumn.Types.Type.String,
            double.IsFinite(value)
                ? Value.ForNumber(value)
                : Value.ForString(value.ToString(System.Globalization.CultureInfo.InvariantCulture)))
    { }

    /// <summary>A switch.</summary>
    public HyperParameter(string name, bool value)
        : this(name, ParameterColumn.Types.Type.Bool, Value.ForBool(value))
    {
    }

    /// <summary>A word.</summary>
    public HyperParameter(string name, string value)
        : this(name, ParameterColumn.Types.Type.String, Value.ForString(value))
    {
    }

    /// <summary>The column of the table of runs.</summary>
    public string Name { get; }

    internal ParameterColumn Column { get; }

    internal Value Value { get; }
}
