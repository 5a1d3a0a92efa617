using LatentSharp.Autodiff;
using LatentSharp.Tensors;

namespace LatentSharp.Latents;

/// <summary>Noise that is given: for comparisons with other programs, and where draws are not to be random.</summary>
/// <param name="values">The numbers of every request, [draws * batch, width].</param>
public sealed class GivenNoise(Tensor values) : INoise
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request is of another shape.</exception>
    public Variable Normal(Tape tape, int draws, int batch, int width) => Constant(tape, draws, batch, width);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request is of another shape.</exception>
    public Variable Uniform(Tape tape, int draws, int batch, int width) => Constant(tape, draws, batch, width);

    private Variable Constant(Tape tape, int draws, int batch, int width)
    {
        ArgumentNullException.ThrowIfNull(tape);
        var wanted = new Shape(checked(draws * batch), width);
        return values.Shape == wanted
            ? tape.Constant(values)
            : throw new ArgumentException(
                $"The noise given has shape {values.Shape}; {draws} draws of {batch} examples take {wanted}.");
    }
}
