using LatentSharp.Compute;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

/// <summary>
/// The record of one computation, in the order in which it ran. Clearing it keeps its variables and buffers: the next
/// step, which usually has the same shapes in the same order, runs in them and allocates nothing.
/// </summary>
/// <param name="device">The threads that kernels may use. The tape does not own them.</param>
public sealed class Tape(Device device)
{
    private readonly List<Variable> recorded = [];
    private readonly Dictionary<Parameter, Variable> parameters = [];
    private int count;

    /// <summary>The threads that kernels may use.</summary>
    public Device Device { get; } = device;

    /// <summary>
    /// Where nothing trains the weights any more: their transposes, which products of a few rows read in place.
    /// </summary>
    internal TransposedWeights? Weights { get; init; }

    /// <summary>
    /// The constants and computed values of the computation, in order; parameters are not among them.
    /// </summary>
    internal IEnumerable<Variable> Recorded => recorded.Take(count);

    /// <summary>Forgets the computation. Its variables must not be used afterwards.</summary>
    public void Clear()
    {
        count = 0;
        foreach (Variable leaf in parameters.Values)
            leaf.HasGradient = false;
    }

    /// <summary>How much has been recorded: a place to go back to.</summary>
    internal int Mark => count;

    /// <summary>Forgets what was computed after a mark, and keeps what was computed before it.</summary>
    internal void Rewind(int mark) => count = mark;

    /// <summary>
    /// Computes everything anew, in order, from what the constants and the parameters now hold. What was recorded must
    /// not have depended on their values.
    /// </summary>
    internal void Replay()
    {
        for (int i = 0; i < count; i++)
            recorded[i].Operation?.Forward(recorded[i]);
    }

    /// <summary>A value that nothing is differentiated by: data, targets, noise. The tensor is not copied.</summary>
    public Variable Constant(Tensor value) => Leaf(value, requiresGradient: false);

    /// <summary>A value to differentiate by that is not a parameter. The tensor is not copied.</summary>
    public Variable Watch(Tensor value) => Leaf(value, requiresGradient: true);

    /// <summary>The variable of a parameter: the same one however often it is asked for within a computation.</summary>
    public Variable Parameter(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (!parameters.TryGetValue(parameter, out Variable? leaf))
        {
            leaf = new Variable(this, parameter.Value) { RequiresGradient = true };
            leaf.BindGradient(parameter.Gradient);
            parameters.Add(parameter, leaf);
        }

        return leaf;
    }

    /// <summary>The parameter that a variable stands for; null for any other variable.</summary>
    internal Parameter? ParameterOf(Variable variable) => parameters.FirstOrDefault(pair => pair.Value == variable).Key;

    /// <summary>
    /// Walks back from a scalar and leaves its derivative in the gradient of everything it depends on. Parameters that
    /// took part in the computation but that the scalar does not depend on receive zeros. Call it once per computation.
    /// </summary>
    /// <param name="objective">What is differentiated: one number on this tape.</param>
    /// <exception cref="ArgumentException">The variable is not a scalar, or is of another tape.</exception>
    public void Backward(Variable objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (objective.Shape.Length != 1)
            throw new ArgumentException(
                $"Backward: the objective has shape {objective.Shape}; reduce it to one number first.");
        if (objective.Tape != this)
            throw new ArgumentException("Backward: the objective was computed on another tape.");
        objective.GradientToAdd().Fill(1f);
        for (int i = count - 1; i >= 0; i--)
        {
            Variable variable = recorded[i];
            if (variable is { HasGradient: true, RequiresGradient: true })
                variable.Operation?.Backward(variable);
        }

        foreach ((Parameter parameter, Variable leaf) in parameters)
        {
            if (!leaf.HasGradient)
                parameter.Gradient.Span.Clear();
        }
    }

    /// <summary>Runs an operation and records it.</summary>
    internal Variable Record(IOperation operation, Shape shape, params ReadOnlySpan<Variable> inputs)
    {
        bool requiresGradient = false;
        foreach (Variable input in inputs)
        {
            if (input.Tape != this)
                throw new ArgumentException("An operation was given variables of two tapes; compute on one tape.");
            requiresGradient |= input.RequiresGradient;
        }

        Variable output = Next(shape);
        output.Operation = operation;
        output.RequiresGradient = requiresGradient;
        if (output.Inputs.Length != inputs.Length)
            output.Inputs = new Variable[inputs.Length];
        inputs.CopyTo(output.Inputs);
        operation.Forward(output);
        return output;
    }

    // The variable that stood here in the step before, where its buffer fits.
    private Variable Next(Shape shape)
    {
        if (count == recorded.Count)
            recorded.Add(new Variable(this, new Tensor(shape)));
        else if (recorded[count].Shape != shape || recorded[count].Operation is null)
            recorded[count] = new Variable(this, new Tensor(shape));
        Variable variable = recorded[count++];
        variable.HasGradient = false;
        return variable;
    }

    private Variable Leaf(Tensor value, bool requiresGradient)
    {
        if (count == recorded.Count)
            recorded.Add(new Variable(this, value));
        else if (recorded[count].Operation is not null)
            recorded[count] = new Variable(this, value);
        Variable leaf = recorded[count++];
        leaf.Value = value;
        leaf.RequiresGradient = requiresGradient;
        leaf.HasGradient = false;
        return leaf;
    }
}
