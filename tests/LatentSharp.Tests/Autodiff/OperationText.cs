using LatentSharp.Autodiff;

namespace LatentSharp.Tests.Autodiff;

/// <summary>An operation of a graph as a line of text.</summary>
internal static class OperationText
{
    /// <summary>The name and the attributes, such as <c>columns(start 2, count 3)</c>.</summary>
    public static string Call(IOperation operation)
    {
        string attributes = string.Join(
            ", ",
            operation.Attributes.Select(attribute =>
                FormattableString.Invariant($"{attribute.Name} {attribute.Word ?? (object)attribute.Number}")));
        return attributes.Length > 0 ? $"{operation.Name}({attributes})" : operation.Name;
    }

    /// <summary>The call, its number of inputs with their shapes, and the output's shape.</summary>
    public static string Line(Variable variable) =>
        $"{Call(variable.Operation!)}: {variable.Inputs.Length} "
        + $"{string.Concat(variable.Inputs.Select(input => $"{input.Shape} "))}-> {variable.Shape}";

    /// <summary>The call, its inputs by the names of parameters, and the output's shape.</summary>
    public static string Named(Tape tape, Variable variable)
    {
        IEnumerable<string> inputs = variable.Inputs.Select(input => tape.ParameterOf(input)?.Name ?? "_");
        return $"{Call(variable.Operation!)} {string.Join(' ', inputs)} -> {variable.Shape}";
    }
}
