using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Compute;

public class SumsTests
{
    private static readonly int[] Lengths = [0, 1, 3, 5, 7, 8, 9, 15, 17, 31, 33, 63, 65];

    // 8-byte steps through a cache line: wherever an array lies, the order is the same.
    [Fact]
    public void Wide_sums_do_not_depend_on_where_the_values_lie()
    {
        foreach (int length in Lengths.Append(1000))
        {
            double[] values = [.. Enumerable.Range(0, length).Select(i => Math.Sin(i) * Math.Pow(10, i % 7 - 3))];
            double[] block = new double[length + 8];
            for (int offset = 0; offset < 8; offset++)
            {
                Span<double> moved = block.AsSpan(offset, length);
                values.CopyTo(moved);
                Assert.Equal(Sums.Of(values), Sums.Of(moved));
                Assert.Equal(Sums.OfSquares(values), Sums.OfSquares(moved));
                Assert.Equal(Sums.OfProducts(values, values), Sums.OfProducts(moved, values));
            }

            double scale = values.Sum(Math.Abs) + 1;
            Assert.Equal(values.Sum(), Sums.Of(values), 1e-14 * scale);
            Assert.Equal(values.Sum(value => value * value), Sums.OfSquares(values), 1e-14 * scale * scale);
        }

        Assert.Throws<ArgumentException>(() => Sums.OfProducts(new double[3], new double[4]));
    }

    [Fact]
    public void Sum_of_five_million_elements_of_alternating_scale_keeps_its_accuracy()
    {
        // 1e4, 1e-3, 1e4, ...: summed in float32 the small half would be lost altogether and the large half drift.
        float[] values = AlternatingScale(5_000_001);
        double sum = 0, squares = 0;
        foreach (float value in values)
            (sum, squares) = (sum + value, squares + (double)value * value);
        Assert.Equal(sum, Sums.Of(values), 1e-6 * sum);
        Assert.Equal(squares, Sums.OfSquares(values), 1e-6 * squares);
        Assert.Equal(sum, Sums.Of(values), 1e-12 * sum);
    }

    [Fact]
    public void Column_sums_of_five_million_elements_of_alternating_scale_keep_their_accuracy()
    {
        // An odd width puts both scales into every column and leaves a tail after the vectors; 32 has none.
        foreach (int columns in new[] { 5, 17, 32 })
        {
            float[] block = AlternatingScale(5_000_000 / columns * columns);
            var expected = new double[columns];
            for (int i = 0; i < block.Length; i++)
                expected[i % columns] += block[i];
            var totals = new float[columns];
            AddColumns(Tensor.FromValues(new Shape(block.Length / columns, columns), block), totals);
            for (int column = 0; column < columns; column++)
                Assert.Equal(expected[column], totals[column], 1e-6 * expected[column]);
        }
    }

    [Fact]
    public void Column_sums_are_added_to_what_is_there()
    {
        foreach (int columns in Lengths)
        {
            foreach (int rows in new[] { 0, 1, 3 })
            {
                Tensor block = Draws.Normal(new Shape(rows, columns), step: 1);
                float[] totals = [.. Enumerable.Range(0, columns).Select(column => (float)column)];
                AddColumns(block, totals);
                for (int column = 0; column < columns; column++)
                {
                    double expected = column;
                    for (int row = 0; row < rows; row++)
                        expected += block.Span[row * columns + column];
                    Assert.Equal(expected, totals[column], 1e-5);
                }
            }
        }
    }

    // A linear layer's bias gradient is the column sums of what arrives.
    private static void AddColumns(Tensor block, float[] totals)
    {
        var sums = Tensor.FromValues(new Shape(totals.Length), totals);
        var job = new PreactivationGradient<Variable.Identity>(block, block, sums);
        for (int strip = 0; strip < job.Strips; strip++)
            job.Run(strip);
        sums.Span.CopyTo(totals);
    }

    private static float[] AlternatingScale(int length)
    {
        float[] values = Draws.Positive(new Shape(length), step: 1).Span.ToArray();
        for (int i = 0; i < length; i++)
            values[i] *= i % 2 == 0 ? 1e4f : 1e-3f;
        return values;
    }
}
