using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Statistics;

/// <summary>
/// The mean over examples of a_n - b_n, where a_n and b_n are the means of example n's rows. The standard error is that
/// of the differences: what makes an example hard is in both rows and cancels.
/// </summary>
internal static class PairedGap
{
    /// <summary>Takes the difference in one pass over both arrays.</summary>
    /// <param name="of">a, [N, any].</param>
    /// <param name="baseline">b, [N, any].</param>
    /// <param name="samples">The draws that the result names.</param>
    /// <param name="groups">Which examples belong together.</param>
    public static Measured<NllGap> Between(
        IEvidenceArray of,
        IEvidenceArray baseline,
        int samples,
        ExampleGroups groups)
    {
        ExampleMean difference = new(groups), subtracted = new(groups);
        double[] a = [], b = [];
        foreach ((long first, int count) in RowBlocks.Of(of.Rows, Math.Max(of.Columns, baseline.Columns)))
        {
            Array.Resize(ref a, count * of.Columns);
            Array.Resize(ref b, count * baseline.Columns);
            of.Read(first, a);
            baseline.Read(first, b);
            for (int row = 0; row < count; row++)
            {
                double meanOf = RowMeans.Of(a, row, of.Columns), meanBaseline = RowMeans.Of(b, row, baseline.Columns);
                if (!double.IsFinite(meanOf - meanBaseline))
                {
                    (IEvidenceArray array, double mean) =
                        double.IsFinite(meanOf) ? (baseline, meanBaseline) : (of, meanOf);
                    return Measured<NllGap>.Missing(
                        double.IsPositiveInfinity(mean)
                            ? MissingEvidence.FiniteMean(array, first + row)
                            : MissingEvidence.Finite(array, first + row));
                }

                difference.Add(first + row, meanOf - meanBaseline);
                subtracted.Add(first + row, meanBaseline);
            }
        }

        return new NllGap(difference.Estimate, subtracted.Estimate, samples);
    }
}
