using System.Globalization;
using System.Runtime.InteropServices;
using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Latents;
using LatentSharp.Models;
using LatentSharp.Tensors;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Models;

/// <summary>
/// Many tasks ask one model on one device, each on a tape of its own. <c>LATENTSHARP_SHARED_CALLS=2000</c> makes every
/// task ask that often; 20 times is the default.
/// </summary>
[Trait("speed", "slow")]
public sealed class SharedModelTests : IDisposable
{
    private const int Tasks = 64, Questions = 4;

    private static readonly CvaeOptions Options = new()
    {
        ConditionDimensions = 8,
        TargetDimensions = 8,
        LatentDimensions = 4,
        Hidden = [512],
    };

    private static readonly int Calls = int.Parse(
        Environment.GetEnvironmentVariable("LATENTSHARP_SHARED_CALLS") ?? "20",
        CultureInfo.InvariantCulture);

    private readonly Device device = Device.Cpu(4);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(PriorKind.Learned)]
    [InlineData(PriorKind.Standard)]
    public async Task Every_answer_of_a_shared_model_is_the_serial_one_to_the_bit(PriorKind prior)
    {
        var model = new Cvae(Options with { Prior = prior }, seed: 3);
        // A standard prior is asked for batches of several sizes.
        (Tensor X, Tensor Z)[] questions =
        [
            .. Enumerable
                .Range(0, Questions)
                .Select(question =>
                {
                    int rows = prior == PriorKind.Standard ? 512 - 100 * question : 512;
                    ulong draw = (ulong)question;
                    return (SmallTask.Normal(draw, rows, 8), SmallTask.Normal(draw + 50, rows, 4));
                }),
        ];
        byte[][] serial = [.. questions.Select(question => Answer(model, new Tape(device), question))];
        Assert.Equal(Questions, serial.Select(Convert.ToHexString).Distinct().Count());

        int[] wrong = await Task.WhenAll(
            Enumerable.Range(0, Tasks).Select(task => Task.Factory.StartNew(
                () =>
                {
                    var tape = new Tape(device);
                    return Enumerable
                        .Range(task, Calls)
                        .Select(call => call % Questions)
                        .Count(call => !Answer(model, tape, questions[call]).AsSpan().SequenceEqual(serial[call]));
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
        Assert.Equal(0, wrong.Sum());
    }

    // What the router says of z, and what the decoder says of y.
    private static byte[] Answer(Cvae model, Tape tape, (Tensor X, Tensor Z) question)
    {
        tape.Clear();
        Variable x = tape.Constant(question.X);
        IReadOnlyList<Variable> prior = model.Prior!.Forward(x).Prior.Parts;
        var draws = new LatentDraws(tape.Constant(question.Z), Count: 1);
        Variable logits = ((LatentSharp.Distributions.Bernoulli)model.Decoder.Forward(x, draws)).Logits;
        return
        [
            .. prior.Append(logits).SelectMany(part => MemoryMarshal.AsBytes<float>(part.Value.Span).ToArray()),
        ];
    }
}
