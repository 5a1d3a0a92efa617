using LatentSharp.Compute.Randomness;

namespace LatentSharp.Tests.Compute.Randomness;

public class RandomStreamTests
{
    [Fact]
    public void A_sample_has_no_index_twice_and_each_as_often_as_any_other()
    {
        int[] whole = new RandomStream(3, RandomPurpose.Estimation).Sample(50, 50);
        Assert.Equal(Enumerable.Range(0, 50), whole.Order());
        Assert.NotEqual(Enumerable.Range(0, 50), whole);

        // 7 of 10, 4,000 times: each index at each place 400 times, with a standard deviation of 19.
        var met = new int[7, 10];
        for (uint trial = 0; trial < 4000; trial++)
        {
            int[] drawn = new RandomStream(3, RandomPurpose.Estimation, trial).Sample(10, 7);
            Assert.Equal(7, drawn.Distinct().Count());
            for (int place = 0; place < 7; place++)
                met[place, drawn[place]]++;
        }

        Assert.All(met.Cast<int>(), count => Assert.InRange(count, 310, 490));
    }

    [Fact]
    public void Streams_of_other_seeds_purposes_and_steps_share_no_block()
    {
        ulong[] seeds = [0, 1, 2, 20, 1UL << 32, ulong.MaxValue],
            steps = [0, 1, 2, 3, 1000, 1UL << 32, (1UL << 32) + 1, ulong.MaxValue];
        var seen = new HashSet<(float, float, float, float)>();
        var draws = new float[4 * 256];
        int blocks = 0;
        foreach (ulong seed in seeds)
        {
            foreach (RandomPurpose purpose in Enum.GetValues<RandomPurpose>())
            {
                foreach (ulong step in steps)
                {
                    new RandomStream(seed, purpose, step).FillUniform(draws);
                    for (int i = 0; i < draws.Length; i += 4, blocks++)
                    {
                        bool isNew = seen.Add((draws[i], draws[i + 1], draws[i + 2], draws[i + 3]));
                        Assert.True(isNew, $"seed {seed}, {purpose}, step {step}, block {i / 4}");
                    }
                }
            }
        }

        // Blocks of 4 x 24 bits: by chance, two of these would be equal once in 10^19 runs.
        Assert.Equal(seeds.Length * Enum.GetValues<RandomPurpose>().Length * steps.Length * 256, blocks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(127)]
    [InlineData(129)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(511)]
    [InlineData(513)]
    public void Shorter_draw_is_the_beginning_of_a_longer_one(int length)
    {
        var stream = new RandomStream(7, RandomPurpose.PosteriorNoise, 3);
        float[] shorter = new float[length], longer = new float[1000];
        stream.FillUniform(shorter);
        stream.FillUniform(longer);
        Assert.Equal(longer[..length], shorter);
        stream.FillNormal(shorter);
        stream.FillNormal(longer);
        Assert.Equal(longer[..length], shorter);
    }

    [Fact]
    public void A_part_of_a_stream_is_what_the_whole_has_there()
    {
        var stream = new RandomStream(7, RandomPurpose.PosteriorNoise, 3);
        float[] uniform = new float[1200], normal = new float[1200];
        stream.FillUniform(uniform);
        stream.FillNormal(normal);
        for (int start = 0; start < 520; start += 7)
        {
            foreach (int length in new[] { 1, 8, 31, 33, 100, 128, 130, 257 })
            {
                var part = new float[length];
                stream.FillUniform(part, start);
                Assert.Equal(uniform[start..(start + length)], part);
                stream.FillNormal(part, start);
                Assert.Equal(normal[start..(start + length)], part);
            }
        }
    }

    [Fact]
    public void Equal_keys_give_equal_numbers()
    {
        float[] first = new float[300], second = new float[300];
        new RandomStream(7, RandomPurpose.Shuffle, 3).FillNormal(first);
        new RandomStream(7, RandomPurpose.Shuffle, 3).FillNormal(second);
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(257)]
    [InlineData(60000)]
    public void Permutation_holds_every_index_once(int count)
    {
        int[] order = new RandomStream(1, RandomPurpose.Shuffle).Permutation(count);
        Assert.Equal(Enumerable.Range(0, count), order.Order());
        if (count > 100)
            Assert.NotEqual(Enumerable.Range(0, count), order);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Permutations_of_three_are_equally_frequent(ulong seed)
    {
        const int draws = 6000;
        var counts = new Dictionary<string, int>();
        for (ulong step = 0; step < draws; step++)
        {
            string order = string.Concat(new RandomStream(seed, RandomPurpose.Shuffle, step).Permutation(3));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        double chiSquare = counts.Values.Sum(count => (count - draws / 6.0) * (count - draws / 6.0) / (draws / 6.0));
        // The 99.9th percentile of chi-square with 5 degrees of freedom.
        Assert.InRange(chiSquare, 0, 20.515);
    }
}
