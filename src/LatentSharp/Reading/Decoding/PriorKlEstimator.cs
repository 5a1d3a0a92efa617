using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Decoding;

/// <summary>
/// K_prior where no closed form is at hand, as for a mixture or a family of the model's own: the mean over draws z of q
/// of log q(z|x,y) - log p(z|x).
/// </summary>
internal static class PriorKlEstimator
{
    /// <summary>Measures it over all examples.</summary>
    public static Measured<PriorKl> Estimate(LatentEvidence evidence)
    {
        if (evidence.LogRatioPosterior is not { } ratios)
            return Measured<PriorKl>.Missing(InformationQuantities.PriorKl.Needs.LackingIn(evidence)!);
        var divergence = new ExampleMean(evidence.Grouping);
        double[] block = [];
        foreach ((long first, int count) in RowBlocks.Of(ratios.Rows, ratios.Columns))
        {
            Array.Resize(ref block, count * ratios.Columns);
            ratios.Read(first, block);
            for (int row = 0; row < count; row++)
            {
                double mean = RowMeans.Of(block, row, ratios.Columns);
                if (!double.IsFinite(mean))
                    return Measured<PriorKl>.Missing(MissingEvidence.Finite(ratios, first + row));
                divergence.Add(first + row, -mean);
            }
        }

        return new PriorKl(divergence.Estimate, Parts: null);
    }
}
