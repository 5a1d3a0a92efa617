using LatentSharp.Autodiff;

namespace LatentSharp.Latents;

/// <summary>
/// Where draws of z take their random numbers from. What comes back is a constant on the tape: nothing is
/// differentiated by it. Rows are whole batches, one for each draw: row <c>draw * batch + example</c>.
/// </summary>
public interface INoise
{
    /// <summary>Standard normal numbers, [draws * batch, width].</summary>
    /// <param name="tape">The computation that they become part of.</param>
    /// <param name="draws">Draws per example.</param>
    /// <param name="batch">Examples.</param>
    /// <param name="width">Numbers per draw.</param>
    Variable Normal(Tape tape, int draws, int batch, int width);

    /// <summary>Uniform numbers from [0, 1), [draws * batch, width].</summary>
    /// <param name="tape">The computation that they become part of.</param>
    /// <param name="draws">Draws per example.</param>
    /// <param name="batch">Examples.</param>
    /// <param name="width">Numbers per draw.</param>
    Variable Uniform(Tape tape, int draws, int batch, int width);
}
