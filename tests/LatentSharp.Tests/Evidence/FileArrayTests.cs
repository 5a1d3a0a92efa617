using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Tests.Data;
using LatentSharp.Tests.Data.Formats.Numpy;

namespace LatentSharp.Tests.Evidence;

public sealed class FileArrayTests : IDisposable
{
    // More rows than a window, more columns than are turned over together, more bytes than a chunk, and multiples of
    // none.
    private const int Rows = 15003, Columns = 11;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private static double Value(long row, int column) => row * 100 + column;

    private EvidenceFile Open(bool fortran)
    {
        float[] values = new float[Rows * Columns];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
                values[fortran ? column * Rows + row : row * Columns + column] = (float)Value(row, column);
        }

        string order = fortran ? "True" : "False";
        byte[] bytes = NpyBytes.Of(
            $"{{'descr': '<f4', 'fortran_order': {order}, 'shape': ({Rows}, {Columns}), }}",
            System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values));
        directory.Write("posterior_mean.npy", bytes);
        directory.Write("posterior_logvar.npy", bytes);
        return EvidenceFile.Open(directory["."]);
    }

    private static void CheckRows(IEvidenceArray array, long first, int count)
    {
        double[] block = new double[count * Columns];
        array.Read(first, block);
        for (int i = 0; i < block.Length; i++)
            Assert.Equal(Value(first + i / Columns, i % Columns), block[i]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_block_of_rows_is_read_in_either_order_of_the_file(bool fortran)
    {
        using EvidenceFile file = Open(fortran);
        IEvidenceArray array = file.Evidence.PosteriorMean;
        foreach (
            (long first, int count) in new[]
            {
                (0L, Rows),
                (0L, 0),
                (1L, 1024),
                (17L, 1),
                (17L, 12049),
                (11000L, 1000),
                (3L, 5),
                (Rows - 1L, 1),
                ((long)Rows, 0),
            }
        )
            CheckRows(array, first, count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Several_threads_read_at_once(bool fortran)
    {
        using EvidenceFile file = Open(fortran);
        IEvidenceArray array = file.Evidence.PosteriorMean;
        Parallel.For(0, 100, block => CheckRows(array, block * 50, 50));
    }

    [Theory]
    [InlineData(-1, Columns)]
    [InlineData(Rows, Columns)]
    [InlineData(0, Columns + 1)]
    [InlineData(long.MaxValue, Columns)]
    public void Rows_that_are_not_there_are_not_read(long first, int numbers)
    {
        using EvidenceFile file = Open(fortran: false);
        Assert.StartsWith(
            $"posterior_mean: {numbers} numbers from row {first} on were asked for; give whole rows of 11, of " +
                "which there are 15003.",
            Assert.Throws<ArgumentException>(() => file.Evidence.PosteriorMean.Read(first, new double[numbers])).Message
        );
    }

    [Fact]
    public void A_file_that_becomes_shorter_is_reported()
    {
        using EvidenceFile file = Open(fortran: false);
        using (
            FileStream cut = new(
                directory["posterior_mean.npy"],
                FileMode.Open,
                FileAccess.Write,
                FileShare.ReadWrite | FileShare.Delete))
            cut.SetLength(1000);
        Assert.Matches(
            "posterior_mean.npy: byte 1000: the file became shorter while it was being read; leave it alone " +
                "until the command is done\\.$",
            Assert.Throws<DataException>(() => file.Evidence.PosteriorMean.Read(0, new double[Rows * Columns])).Message
        );
    }
}
