namespace LatentSharp.Autodiff;

/// <summary>
/// One differentiable operation. Its equation and its derivative stand in one file under <c>Operations</c> or
/// <c>Distributions</c>; stretching shapes is not its concern (<see cref="Variable.BroadcastTo"/> does that).
/// </summary>
internal interface IOperation
{
    /// <summary>The field's name of it in snake_case, as graphs and messages give it.</summary>
    string Name { get; }

    /// <summary>What it depends on beside its inputs; nothing by default.</summary>
    IReadOnlyList<OperationAttribute> Attributes => [];

    /// <summary>Computes <c>output.Value</c> from the values of <c>output.Inputs</c>.</summary>
    void Forward(Variable output);

    /// <summary>
    /// Adds to the gradient of every input that requires one the product of <c>output.Gradient</c> and the
    /// derivative with respect to that input.
    /// </summary>
    void Backward(Variable output);
}
