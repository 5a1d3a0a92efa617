using LatentSharp.Autodiff;
using LatentSharp.Compute.Randomness;
using LatentSharp.Tensors;

namespace LatentSharp.Latents;

/// <summary>
/// Noise that is a function of a key. A training step has one stream of numbers for its whole batch. Held-out examples
/// have a stream for each draw, in which an example's numbers lie where its place in the data set says: they depend
/// neither on who is computed with it nor in what portions.
/// </summary>
public sealed class KeyedNoise : INoise
{
    private readonly Func<int, RandomStream> streamOfDraw;
    private readonly long? firstExample;

    private KeyedNoise(Func<int, RandomStream> streamOfDraw, long? firstExample) =>
        (this.streamOfDraw, this.firstExample) = (streamOfDraw, firstExample);

    /// <summary>The noise of a training step.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="step">The step, counted from 0.</param>
    public static KeyedNoise OfStep(ulong seed, RandomPurpose purpose, long step) =>
        new(_ => new RandomStream(seed, purpose, (ulong)step), firstExample: null);

    /// <summary>The noise of held-out examples.</summary>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="firstDraw">The number of the first draw.</param>
    /// <param name="firstExample">The number, within the data set, of the first example of the batch.</param>
    public static KeyedNoise OfExamples(ulong seed, RandomPurpose purpose, int firstDraw, int firstExample) =>
        new(draw => new RandomStream(seed, purpose, (uint)(firstDraw + draw), part: 0), firstExample);

    /// <inheritdoc/>
    public Variable Normal(Tape tape, int draws, int batch, int width) => Record(tape, draws, batch, width, true);

    /// <inheritdoc/>
    public Variable Uniform(Tape tape, int draws, int batch, int width) => Record(tape, draws, batch, width, false);

    private Variable Record(Tape tape, int draws, int batch, int width, bool normal)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.Record(new Numbers(this, draws, normal), new Shape(checked(draws * batch), width));
    }

    private sealed class Numbers(KeyedNoise noise, int draws, bool normal) : IOperation
    {
        public string Name => normal ? "normal_noise" : "uniform_noise";

        public IReadOnlyList<OperationAttribute> Attributes => [new("draws", draws)];

        public void Forward(Variable output)
        {
            Span<float> values = output.Value.Span;
            if (noise.firstExample is not { } example)
            {
                Fill(0, values, position: 0);
                return;
            }

            int length = values.Length / draws;
            for (int draw = 0; draw < draws; draw++)
                Fill(draw, values.Slice(draw * length, length), example * output.Shape.Last);
        }

        public void Backward(Variable output) => throw new NotSupportedException("Noise has no gradient.");

        private void Fill(int draw, Span<float> values, long position)
        {
            RandomStream stream = noise.streamOfDraw(draw);
            if (normal)
                stream.FillNormal(values, position);
            else
                stream.FillUniform(values, position);
        }
    }
}
