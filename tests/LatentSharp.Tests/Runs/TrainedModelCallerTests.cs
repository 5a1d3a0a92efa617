using LatentSharp.Models;
using LatentSharp.Runs;
using LatentSharp.Tensors;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Runs;

public sealed class TrainedModelCallerTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Sixty_four_callers_at_once_have_the_answers_of_one()
    {
        const int callers = 64, calls = 200;
        TrainedModel model = Model(LikelihoodKind.NormalLearnedScale);
        Tensor x = SmallTask.Normal(1, callers, 3);
        float[][] serial = [.. Enumerable.Range(0, callers).Select(caller => Answer(caller, 0))];
        int wrong = 0;
        using var start = new Barrier(callers);
        Thread[] threads =
        [
            .. Enumerable.Range(0, callers).Select(caller => new Thread(() =>
            {
                start.SignalAndWait();
                for (int call = 0; call < calls; call++)
                {
                    if (!Answer(caller, call).AsSpan().SequenceEqual(serial[caller]))
                        Interlocked.Increment(ref wrong);
                }
            })),
        ];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal(0, wrong);

        // Calls of every kind and size by turns, of which one is kept.
        float[] Answer(int caller, int call)
        {
            var y = new float[(1 + caller % 5) * 4];
            model.Sample(x.Row(caller), 1 + caller % 5, (ulong)caller, y);
            if (call % 3 == 1)
                model.LogLikelihood(x.Row(caller), y.AsSpan(0, 4), 1 + call % 9);
            if (call % 5 == 1)
                model.Mean(x.Span, new float[callers * 4]);
            return y;
        }
    }

    [Theory]
    [InlineData(LikelihoodKind.Bernoulli)]
    [InlineData(LikelihoodKind.NormalLearnedScale)]
    [InlineData(LikelihoodKind.Categorical)]
    public void Calls_with_the_caller_s_spans_allocate_nothing_in_the_steady_state(LikelihoodKind likelihood)
    {
        TrainedModel model = Model(likelihood);
        float[] x = SmallTask.Normal(1, 23, 3).Span.ToArray(), y = new float[23 * 6 * 4], z = new float[23 * 2],
            v = new float[23 * 2], mean = new float[23 * 4];
        var likelihoods = new double[23];
        for (int i = 0; i < 3; i++)
            Calls();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            Calls();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Calls()
        {
            model.Sample(x, 6, seed: 1, y);
            model.Sample(x.AsSpan(0, 3), 1, seed: 1, y.AsSpan(0, 4));
            model.SampleMeans(x, 6, seed: 1, y);
            model.Route(x, z, v);
            model.Mean(x, mean);
            model.Decode(x, z, mean);
            model.SampleAt(x, z, 6, seed: 1, y);
            for (int i = 0; i < mean.Length; i++)
                mean[i] = i % 4 == 0 ? 1 : 0;
            model.Infer(x, mean, z, v);
            model.LogLikelihood(x, mean, 10, seed: 1, likelihoods);
        }
    }

    private TrainedModel Model(LikelihoodKind likelihood) =>
        ModelFiles.Load(
            Path.Combine(folder.FullName, "model.safetensors"),
            SmallTask.Model with { Likelihood = likelihood, Hidden = [20, 30] },
            standardization: likelihood == LikelihoodKind.NormalLearnedScale ? ModelFiles.Map(3, 4) : null);
}
