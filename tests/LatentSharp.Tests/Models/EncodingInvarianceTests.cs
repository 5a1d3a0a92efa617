using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Models;

/// <summary>
/// What an example is encoded to is its own affair: not of its neighbours, their order or their number.
/// </summary>
public sealed class EncodingInvarianceTests : IDisposable
{
    private const int Examples = 301, Condition = 37, Target = 21;
    private const double Allowed = 1e-6;

    private readonly Device device = Device.Cpu(2);
    private readonly Cvae model = new(
        new CvaeOptions
        {
            ConditionDimensions = Condition,
            TargetDimensions = Target,
            LatentDimensions = 5,
            Hidden = [420, 65],
        },
        seed: 3);
    private readonly Tensor x = Draws.Normal(new Shape(Examples, Condition), step: 1);
    private readonly Tensor y = Draws.Normal(new Shape(Examples, Target), step: 2);

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_order_of_rows_moves_no_mean()
    {
        int[] reversed = [.. Enumerable.Range(0, Examples).Reverse()];
        AssertSame(reversed, Encode(reversed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(300)]
    public void The_size_of_a_batch_moves_no_mean(int size)
    {
        foreach (int[] batch in Enumerable.Range(0, Examples).Chunk(size))
            AssertSame(batch, Encode(batch));
    }

    [Fact]
    public void A_subset_has_the_means_of_the_whole()
    {
        int[] thirds = [.. Enumerable.Range(0, Examples).Where(i => i % 3 == 1)];
        AssertSame(thirds, Encode(thirds));
    }

    private void AssertSame(int[] rows, (float[][] Posterior, float[][] Prior) means)
    {
        (float[][] posterior, float[][] prior) = Encode([.. Enumerable.Range(0, Examples)]);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int d = 0; d < model.Latent!.Width; d++)
            {
                Assert.Equal(posterior[rows[i]][d], means.Posterior[i][d], Allowed);
                Assert.Equal(prior[rows[i]][d], means.Prior[i][d], Allowed);
            }
        }
    }

    private (float[][] Posterior, float[][] Prior) Encode(int[] rows)
    {
        var tape = new Tape(device);
        Variable condition = tape.Constant(Pick(x, rows)), target = tape.Constant(Pick(y, rows));
        return (Rows(model.Infer(condition, target)!.Mean.Value), Rows(model.Prior(condition).Mean.Value));
    }

    private static float[][] Rows(Tensor tensor) =>
        [.. Enumerable.Range(0, tensor.Shape[0]).Select(row => tensor.Row(row).ToArray())];

    private static Tensor Pick(Tensor source, int[] rows)
    {
        var picked = new Tensor(new Shape(rows.Length, source.Shape[1]));
        for (int i = 0; i < rows.Length; i++)
            source.Row(rows[i]).CopyTo(picked.Row(i));
        return picked;
    }
}
