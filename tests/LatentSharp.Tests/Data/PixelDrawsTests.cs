using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Data.Sources.Digits;
using LatentSharp.Data.Sources.Images;

namespace LatentSharp.Tests.Data;

public class PixelDrawsTests
{
    private static readonly Dataset Grey = DigitsDataset.Load(ImageCondition.UpperHalf, Binarization.None);
    private static readonly Dataset Dynamic = DigitsDataset.Load(ImageCondition.UpperHalf, Binarization.Dynamic);
    private static readonly Dataset Static = DigitsDataset.Load(ImageCondition.UpperHalf, Binarization.Static);

    // The pixels of every example in the order of the data, as an epoch draws them.
    private static float[][] Epoch(Dataset data, int epoch, int first = 0, ulong seed = 3, int batchSize = 100)
    {
        var rows = new float[data.Count][];
        foreach (Batch batch in new Batches(data, batchSize, seed).Epoch(epoch, first))
        {
            for (int i = 0; i < batch.Count; i++)
                rows[batch.Indices[i]] = [.. batch.Condition.Row(i), .. batch.Target.Row(i)];
        }

        return rows;
    }

    [Fact]
    public void Static_bits_compare_the_intensity_with_the_images_own_draws_at_seed_0()
    {
        float[] draws = new float[64];
        new RandomStream(0, RandomPurpose.Binarization, 7).FillUniform(draws);
        float[] grey = [.. Grey.Condition.Row(7), .. Grey.Target.Row(7)];
        Assert.Equal(
            draws.Select((draw, pixel) => draw < grey[pixel] ? 1f : 0f),
            [.. Static.Condition.Row(7), .. Static.Target.Row(7)]);
    }

    [Fact]
    public void Every_epoch_and_every_seed_draws_other_bits_whatever_the_batches()
    {
        float[][] first = Epoch(Dynamic, 0);
        Assert.All(first, row => Assert.Equal(-1, row.AsSpan().IndexOfAnyExcept(0f, 1f)));
        Assert.Equal(first, Epoch(Dynamic, 0));
        Assert.Equal(first, Epoch(Dynamic, 0, batchSize: 7));
        Assert.NotEqual(first, Epoch(Dynamic, 1));
        Assert.NotEqual(first, Epoch(Dynamic, 0, seed: 4));
        float[][] rest = Epoch(Dynamic, 0, first: 5);
        Assert.Equal(1297, rest.Count(row => row is not null));
        Assert.All(rest.Zip(first), pair => Assert.True(pair.First is null || pair.First.SequenceEqual(pair.Second)));
    }

    // Five standard errors of a share of n draws are at most 5 * 0.5 / sqrt(n).
    [Fact]
    public void Bits_are_1_as_often_as_the_intensity_says_and_always_at_the_ends()
    {
        var sum = new double[17];
        var count = new double[17];
        for (int epoch = 0; epoch < 20; epoch++)
        {
            foreach ((float[] bits, int row) in Epoch(Dynamic, epoch).Select((bits, row) => (bits, row)))
            {
                for (int pixel = 0; pixel < 64; pixel++)
                {
                    int level = (int)(
                        16 * (pixel < 32 ? Grey.Condition.Row(row)[pixel] : Grey.Target.Row(row)[pixel - 32]));
                    sum[level] += bits[pixel];
                    count[level]++;
                }
            }
        }

        Assert.Equal((0, count[16]), (sum[0], sum[16]));
        for (int level = 1; level < 16; level++)
            Assert.Equal(level / 16.0, sum[level] / count[level], 2.5 / Math.Sqrt(count[level]));
    }

    [Fact]
    public void Held_out_examples_are_the_static_ones_and_training_examples_stay_grey()
    {
        DatasetSplit drawn = DatasetSplit.Of(Dynamic, 0.2, 0.2), once = DatasetSplit.Of(Static, 0.2, 0.2);
        Assert.Equal(once.Validation.Fingerprint, drawn.Validation.Fingerprint);
        Assert.Equal(once.Test.Fingerprint, drawn.Test.Fingerprint);
        Assert.Equal((null, null), (drawn.Validation.Draws, drawn.Test.Draws));
        Assert.Equal(DatasetSplit.Of(Grey, 0.2, 0.2).Train.Fingerprint, drawn.Train.Fingerprint);
        Assert.Equal(Grey.Fingerprint, Dynamic.Fingerprint);
        // An image draws by its number in the data, whatever the part it went to.
        float[][] part = Epoch(Dynamic.Subset([5, 900]), 2);
        float[][] whole = Epoch(Dynamic, 2);
        Assert.Equal([whole[5], whole[900]], part);
    }

    [Fact]
    public void A_label_stays_while_the_pixels_are_drawn()
    {
        Dataset labelled = DigitsDataset.Load(ImageCondition.Label, Binarization.Dynamic);
        Assert.All(
            Epoch(labelled, 0).Zip(labelled.Labels!),
            pair => Assert.Equal(pair.Second, Array.IndexOf(pair.First[..10], 1f)));
    }

    [Fact]
    public void An_epoch_allocates_nothing_per_batch()
    {
        var batches = new Batches(Dynamic, 32, seed: 1);
        Walk(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(1);
        // The order of the epoch: 1797 indices.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1797 * sizeof(int) + 128);

        void Walk(int epoch)
        {
            foreach (Batch batch in batches.Epoch(epoch))
                _ = batch.Count;
        }
    }
}
