namespace LatentSharp.Training;

/// <summary>A number that training depends on is not finite. The message names what, where and at which step.</summary>
public sealed class NonFiniteException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="step">The step at which it was found, counted from 0.</param>
    /// <param name="problem">What is not finite, and its value.</param>
    public NonFiniteException(long step, string problem)
        : base(
            FormattableString.Invariant(
                $"step {step}: {problem}; training stopped. Try a smaller learning_rate, a gradient_clip_norm, or a log_variance_range"
            ))
    {
        (Step, Problem) = (step, problem);
    }

    /// <summary>The step at which it was found, counted from 0.</summary>
    public long Step { get; }

    /// <summary>What is not finite, and its value.</summary>
    public string Problem { get; }
}
