using LatentSharp.Compute.Randomness;
using LatentSharp.Reading.Categorical;

namespace LatentSharp.Tests.Reading.Categorical;

public sealed class BestMatchingTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    [InlineData(4, 4)]
    [InlineData(6, 6)]
    [InlineData(1, 6)]
    public void It_holds_as_much_as_the_best_of_all_matchings(int rows, int columns)
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var uniform = new float[rows * columns];
            new RandomStream(seed, RandomPurpose.Synthesis, 1).FillUniform(uniform);
            // Few different counts, so that there are ties; in every third table large ones.
            long[] counts = [.. uniform.Select(u => seed % 3 == 0 ? (long)(1e9f * u) : (long)(4 * u))];
            int[] matching = BestMatching.Of(counts, rows, columns);

            Assert.Equal(rows, matching.Length);
            int[] taken = [.. matching.Where(column => column >= 0)];
            Assert.Equal(Math.Min(rows, columns), taken.Distinct().Count());
            Assert.Equal(taken.Length, taken.Distinct().Count());
            Assert.Equal(
                Best(counts, columns, row: 0, rows, new bool[columns]),
                BestMatching.Total(counts, columns, matching));
        }
    }

    // A row may go without.
    private static long Best(long[] counts, int columns, int row, int rows, bool[] taken)
    {
        if (row == rows)
            return 0;
        long best = Best(counts, columns, row + 1, rows, taken);
        for (int column = 0; column < columns; column++)
        {
            if (taken[column])
                continue;
            taken[column] = true;
            best = Math.Max(
                best,
                counts[row * columns + column] + Best(counts, columns, row + 1, rows, taken));
            taken[column] = false;
        }

        return best;
    }
}
