using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;
using LatentSharp.Tests.Training;
using LatentSharp.Training;

namespace LatentSharp.Tests.Compute;

/// <summary>
/// Many callers on one model and one device: each gets the answers it would get alone. A few calls each take seconds;
/// <c>LATENTSHARP_SHARED_CALLS=2000</c> makes it the long run.
/// </summary>
public sealed class SharedDeviceTests : IDisposable
{
    private const int Callers = 64, Rows = 512;

    private static readonly CvaeOptions Model = new()
    {
        ConditionDimensions = 8,
        TargetDimensions = 8,
        LatentDimensions = 8,
        Hidden = [512],
    };

    private readonly Device device = Device.Cpu(4);

    private static int Calls =>
        int.TryParse(Environment.GetEnvironmentVariable("LATENTSHARP_SHARED_CALLS"), out int calls) ? calls : 12;

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(PriorKind.Learned)]
    [InlineData(PriorKind.Standard)]
    public async Task Every_caller_of_a_shared_model_gets_the_answer_that_it_gets_alone(PriorKind prior)
    {
        var model = new Cvae(Model with { Prior = prior }, seed: 1);
        // Callers' batches differ in size, which is what a cache of one size would mix up.
        Tensor[] conditions = [.. Enumerable.Range(0, 4).Select(i => SmallTask.Normal((ulong)i, Rows - i, 8))];
        float[][] alone = [.. conditions.Select(condition => Answer(model, condition, new Tape(device)))];

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() =>
        {
            var tape = new Tape(device);
            for (int call = 0; call < Calls; call++)
            {
                int which = (caller + call) % conditions.Length;
                Assert.True(
                    Answer(model, conditions[which], tape).AsSpan().SequenceEqual(alone[which]),
                    $"caller {caller}, call {call}");
            }
        })));
    }

    [Fact]
    public async Task Three_trainings_at_once_end_with_the_weights_of_each_alone()
    {
        int[][] alone = [.. Enumerable.Range(0, 3).Select(seed => Train((ulong)seed))];
        int[][] together = await Task.WhenAll(Enumerable.Range(0, 3).Select(seed => Task.Run(() => Train((ulong)seed))));
        for (int seed = 0; seed < 3; seed++)
            Assert.Equal(alone[seed], together[seed]);
        Assert.NotEqual(alone[0], alone[1]);
    }

    private static float[] Answer(Cvae model, Tensor condition, Tape tape)
    {
        tape.Clear();
        Variable x = tape.Constant(condition);
        LatentDraws z = model.Route(x)!.Value.Prior.Draw(1, new GivenNoise(SmallTask.Normal(9, condition.Shape[0], 8)));
        return ((IHasMean)model.Decode(x, z)).Mean.Value.Span.ToArray();
    }

    private int[] Train(ulong seed)
    {
        var model = new Cvae(Model with { Hidden = [128] }, seed);
        Dataset data = SmallTask.Examples(Model, 512, draw: seed);
        var objective = Objective.EvidenceLowerBound(new ConstantSchedule(1), new ConstantSchedule(0.1));
        var options = new TrainingOptions { Epochs = 6, BatchSize = 100, Seed = seed };
        new Trainer(model, objective, options, new DatasetSplit(data, data, data), device).Run(new RecordingProgress());
        return SmallTask.WeightBits(model);
    }
}
