namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>The value as a constant: no gradient reaches what it was computed from.</summary>
    public Variable Detach() => Tape.Constant(Value);

    /// <summary>This value, whose gradient goes to <paramref name="estimate"/> in its place.</summary>
    /// <param name="estimate">What has an estimate of this value's gradient as its own; of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public Variable DifferentiatedAs(Variable estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        return estimate.Shape == Shape
            ? Tape.Record(Substitution.Instance, Shape, Detach(), estimate)
            : throw new ArgumentException(
                $"DifferentiatedAs: a value of shape {Shape} and an estimate of shape {estimate.Shape}; give the " +
                    "same shape.");
    }

    private sealed class Substitution : IOperation
    {
        public string Name => "differentiated_as";

        public static Substitution Instance { get; } = new();

        public void Forward(Variable output) => output.Inputs[0].Value.Span.CopyTo(output.Value.Span);

        public void Backward(Variable output)
        {
            ReadOnlySpan<float> dy = output.Gradient.Span;
            Span<float> dx = output.Inputs[1].GradientToAdd();
            for (int i = 0; i < dx.Length; i++)
                dx[i] += dy[i];
        }
    }
}
