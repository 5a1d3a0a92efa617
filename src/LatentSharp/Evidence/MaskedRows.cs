using System.Globalization;
using LatentSharp.Data;

namespace LatentSharp.Evidence;

/// <summary>The rows that a mask lets through, as runs of neighbours.</summary>
internal sealed class MaskedRows
{
    private const int Block = 1 << 16;

    // Where each run starts among the rows that count, and among all.
    private readonly List<long> starts = [], rows = [];

    private MaskedRows()
    {
    }

    /// <summary>How many rows count.</summary>
    public long Count { get; private set; }

    /// <summary>Reads a mask.</summary>
    /// <param name="mask">[rows], 1 or 0.</param>
    /// <exception cref="DataException">A value is neither.</exception>
    public static MaskedRows Of(IEvidenceArray mask)
    {
        var masked = new MaskedRows();
        var values = new double[Math.Min(Block, mask.Rows)];
        bool open = false;
        for (long first = 0; first < mask.Rows; first += values.Length)
        {
            Span<double> read = values.AsSpan(0, (int)Math.Min(values.Length, mask.Rows - first));
            mask.Read(first, read);
            for (int i = 0; i < read.Length; i++)
            {
                if (read[i] is not (0 or 1))
                    throw new DataException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{mask.Name}: row {first + i} holds {read[i]}; expected 1 for what is real and 0 for "
                                + $"padding"));
                if (read[i] == 1 && !open)
                {
                    masked.starts.Add(masked.Count);
                    masked.rows.Add(first + i);
                }

                open = read[i] == 1;
                masked.Count += open ? 1 : 0;
            }
        }

        return masked;
    }

    /// <summary>The row that is the n-th to count, and how many count from it on without a gap.</summary>
    public (long Row, long Following) At(long n)
    {
        int run = starts.BinarySearch(n);
        run = run < 0 ? ~run - 1 : run;
        long end = run + 1 < starts.Count ? starts[run + 1] : Count;
        return (rows[run] + n - starts[run], end - n);
    }
}
