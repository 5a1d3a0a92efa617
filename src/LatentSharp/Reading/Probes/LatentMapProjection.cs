using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Evidence;

namespace LatentSharp.Reading.Probes;

/// <summary>
/// The plane of the first two principal components of mu (Pearson 1901): the directions u of greatest Var_n (mu_n . u),
/// the second orthogonal to the first. Router means are projected onto the same plane about the same centre.
/// </summary>
internal static class LatentMapProjection
{
    /// <summary>The most examples a map shows; of more, evenly spaced ones are taken.</summary>
    public const int MostExamples = 1000;

    private const int MostSteps = 1000;

    // Directions that still turn by less than this are the same on any screen.
    private const double Settled = 1e-12;

    /// <summary>Projects the means; the same evidence gives the same map, to the bit.</summary>
    public static LatentMap Of(LatentEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        long[] examples = Spaced(evidence.Examples);
        double[][] means = Rows(evidence.PosteriorMean, examples);
        double[] centre = Centre(means);
        double[][] centred = [.. means.Select(row => Less(row, centre))];
        double[] first = Direction(centred, null), second = Direction(centred, first);
        double total = centred.Sum(row => Sums.OfSquares(row));
        MapPoint[] posterior = [.. centred.Select(Point)];
        double shown = posterior.Sum(point => point.X * point.X + point.Y * point.Y);
        return new LatentMap(
            posterior,
            evidence.PriorMean is { } prior ? [.. Rows(prior, examples).Select(row => Point(Less(row, centre)))] : null,
            evidence.Labels is { } labels
                ? [.. Rows(labels, examples).Select(row => double.IsNaN(row[0]) ? -1 : (int)row[0])]
                : null,
            total > 0 ? shown / total : 1);

        MapPoint Point(double[] row) => new(Sums.OfProducts(row, first), Sums.OfProducts(row, second));
    }

    private static long[] Spaced(long count)
    {
        var examples = new long[Math.Min(count, MostExamples)];
        for (int i = 0; i < examples.Length; i++)
            examples[i] = i * count / examples.Length;
        return examples;
    }

    private static double[][] Rows(IEvidenceArray array, long[] examples) =>
    [
        .. examples.Select(example =>
        {
            var row = new double[array.Columns];
            array.Read(example, row);
            return row;
        }),
    ];

    private static double[] Centre(double[][] rows)
    {
        var sum = new double[rows[0].Length];
        foreach (double[] row in rows)
            TensorPrimitives.Add(sum, row, sum);
        TensorPrimitives.Divide(sum, rows.Length, sum);
        return sum;
    }

    private static double[] Less(double[] row, double[] centre)
    {
        var difference = new double[row.Length];
        TensorPrimitives.Subtract(row, centre, difference);
        return difference;
    }

    /// <summary>
    /// Power iteration u &lt;- X^T X u / |X^T X u|, from the longest row, within the complement of
    /// <paramref name="orthogonal"/>; all zeros where nothing varies there. The largest component is positive.
    /// </summary>
    private static double[] Direction(double[][] rows, double[]? orthogonal)
    {
        double[] direction = rows.Select(row => Rejected((double[])row.Clone(), orthogonal))
            .MaxBy(row => Sums.OfSquares(row))!;
        if (!Normalise(direction))
            return new double[direction.Length];
        var next = new double[direction.Length];
        for (int step = 0; step < MostSteps; step++)
        {
            Array.Clear(next);
            foreach (double[] row in rows)
                TensorPrimitives.MultiplyAdd<double>(row, Sums.OfProducts(row, direction), next, next);
            Rejected(next, orthogonal);
            if (!Normalise(next))
                break;
            double turned = 1 - Math.Abs(Sums.OfProducts(direction, next));
            (direction, next) = (next, direction);
            if (turned < Settled)
                break;
        }

        if (direction[TensorPrimitives.IndexOfMaxMagnitude<double>(direction)] < 0)
            TensorPrimitives.Negate(direction, direction);
        return direction;
    }

    private static double[] Rejected(double[] vector, double[]? from)
    {
        if (from is not null)
            TensorPrimitives.MultiplyAdd<double>(from, -Sums.OfProducts(vector, from), vector, vector);
        return vector;
    }

    // What rounding leaves of a vanished vector has no direction.
    private static bool Normalise(double[] vector)
    {
        double norm = Math.Sqrt(Sums.OfSquares(vector));
        if (!(norm > 1e-150) || !double.IsFinite(norm))
            return false;
        TensorPrimitives.Divide(vector, norm, vector);
        return true;
    }
}
