using LatentSharp.Compute.Randomness;
using LatentSharp.Data;

namespace LatentSharp.Tests.Data;

public class BatchesTests
{
    private static int[] Order(BatchSequence pass)
    {
        List<int> order = [];
        foreach (Batch batch in pass)
            order.AddRange(batch.Indices);
        return [.. order];
    }

    private static int[] Sizes(BatchSequence pass)
    {
        List<int> sizes = [];
        foreach (Batch batch in pass)
            sizes.Add(batch.Count);
        return [.. sizes];
    }

    [Theory]
    [InlineData(10, 4, new[] { 4, 4, 2 })]
    [InlineData(8, 4, new[] { 4, 4 })]
    [InlineData(3, 100, new[] { 3 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    public void The_last_batch_holds_what_is_left(int examples, int size, int[] expected)
    {
        var batches = new Batches(NumberedExamples.Of(examples), size, seed: 1);
        Assert.Equal(expected, Sizes(batches.Epoch(0)));
        Assert.Equal(expected, Sizes(batches.InOrder()));
        Assert.Equal(expected.Length, batches.Count);
    }

    [Fact]
    public void An_epoch_covers_every_example_once_and_another_epoch_in_another_order()
    {
        var batches = new Batches(NumberedExamples.Of(23), 5, seed: 1);
        int[] first = Order(batches.Epoch(0)), second = Order(batches.Epoch(1));
        Assert.Equal(Enumerable.Range(0, 23), first.Order());
        Assert.Equal(Enumerable.Range(0, 23), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_order_follows_from_seed_and_epoch_alone()
    {
        var batches = new Batches(NumberedExamples.Of(23), 5, seed: 7);
        int[] expected = new RandomStream(7, RandomPurpose.Shuffle, 3).Permutation(23);
        Assert.Equal(expected, Order(batches.Epoch(3)));
        Assert.Equal(expected, Order(batches.Epoch(3)));
        Assert.Equal(expected, Order(new Batches(NumberedExamples.Of(23), 8, seed: 7).Epoch(3)));
        Assert.NotEqual(expected, Order(new Batches(NumberedExamples.Of(23), 5, seed: 8).Epoch(3)));
    }

    [Fact]
    public void The_tensors_hold_the_rows_of_the_indices()
    {
        foreach (Batch batch in new Batches(NumberedExamples.Of(11), 4, seed: 2).Epoch(0))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                Assert.Equal(batch.Indices[i], batch.Condition.Row(i)[0]);
                Assert.Equal([10f * batch.Indices[i], 10f * batch.Indices[i] + 1], batch.Target.Row(i));
            }
        }
    }

    [Fact]
    public void A_pass_in_order_is_the_data_sets_own() =>
        Assert.Equal(Enumerable.Range(0, 11), Order(new Batches(NumberedExamples.Of(11), 4, seed: 2).InOrder()));

    [Fact]
    public void A_pass_allocates_nothing_but_its_order()
    {
        var batches = new Batches(NumberedExamples.Of(1000), 3, seed: 2);
        Walk(batches.Epoch(0));
        Walk(batches.InOrder());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(batches.InOrder());
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        before = GC.GetAllocatedBytesForCurrentThread();
        Walk(batches.Epoch(1));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 4000, 4100);
    }

    [Fact]
    public void Sizes_and_epochs_below_their_range_are_refused()
    {
        Assert.StartsWith(
            "Batches: the batch size is 0; it must be 1 or more.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Batches(NumberedExamples.Of(1), 0, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batches(NumberedExamples.Of(1), 1, 0).Epoch(-1));
    }

    private static void Walk(BatchSequence pass)
    {
        foreach (Batch batch in pass)
            Assert.True(batch.Count > 0);
    }
}
