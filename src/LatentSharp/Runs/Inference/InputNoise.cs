using LatentSharp.Autodiff;
using LatentSharp.Compute.Randomness;
using LatentSharp.Latents;
using LatentSharp.Tensors;

namespace LatentSharp.Runs.Inference;

/// <summary>
/// Noise as an input of a recorded computation: its numbers are filled in before every run. A row's numbers follow
/// from the seed, the draw and the row's number, so that they depend neither on who is computed with it nor in what
/// portions.
/// </summary>
internal sealed class InputNoise(RandomPurpose purpose) : INoise
{
    private readonly List<(Tensor Numbers, int Draws, bool Normal)> inputs = [];

    public Variable Normal(Tape tape, int draws, int batch, int width) => Add(tape, draws, batch, width, true);

    public Variable Uniform(Tape tape, int draws, int batch, int width) => Add(tape, draws, batch, width, false);

    /// <summary>Fills in the numbers of some draws of some rows.</summary>
    public void Fill(ulong seed, int firstDraw, long firstRow)
    {
        foreach ((Tensor numbers, int draws, bool normal) in inputs)
            Fill(numbers.Span, numbers.Shape.Last, draws, normal, purpose, seed, firstDraw, firstRow);
    }

    /// <summary>Fills in the numbers of draws, each of whole rows.</summary>
    public static void Fill(
        Span<float> numbers,
        int width,
        int draws,
        bool normal,
        RandomPurpose purpose,
        ulong seed,
        int firstDraw,
        long firstRow)
    {
        int length = numbers.Length / draws;
        for (int draw = 0; draw < draws; draw++)
        {
            var stream = new RandomStream(seed, purpose, (uint)(firstDraw + draw), part: 0);
            Span<float> rows = numbers.Slice(draw * length, length);
            if (normal)
                stream.FillNormal(rows, firstRow * width);
            else
                stream.FillUniform(rows, firstRow * width);
        }
    }

    private Variable Add(Tape tape, int draws, int batch, int width, bool normal)
    {
        var numbers = new Tensor(new Shape(checked(draws * batch), width));
        inputs.Add((numbers, draws, normal));
        return tape.Constant(numbers);
    }
}
