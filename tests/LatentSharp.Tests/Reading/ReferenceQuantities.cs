namespace LatentSharp.Tests.Reading;

/// <summary>
/// The analytic quantities by the equations of their definitions, one after the other, with compensated sums and no
/// thought of speed. It shares no code with the library.
/// </summary>
internal sealed class ReferenceQuantities
{
    private readonly int n, dimensions;

    public ReferenceQuantities(DrawnEvidence drawn)
    {
        (n, dimensions) = (drawn.Examples, drawn.Dimensions);
        double[] v = [.. drawn.QLog.Select(Math.Exp)];
        PosteriorVariance = new Variance(this, v, drawn.QLog);
        MeanVariance = PerDimension(d => Spread(d, drawn.QMean));
        NoiseShare = [.. PosteriorVariance.PerDimension.Zip(MeanVariance, (noise, spread) => noise / (noise + spread))];
        Active = [.. Enumerable.Range(0, dimensions).Where(d => NoiseShare[d] <= 0.99)];
        Collapsed = [.. Enumerable.Range(0, dimensions).Except(Active)];
        Channel = 0.5 * Sum(
            [.. PosteriorVariance.PerDimension.Zip(MeanVariance, (noise, spread) => Math.Log(1 + spread / noise))]);
        if (drawn.PMean is null || drawn.PLog is null)
            return;
        double[] s = [.. drawn.PLog.Select(Math.Exp)];
        PriorVariance = new Variance(this, s, drawn.PLog);
        double[] priorSpread = PerDimension(d => Spread(d, drawn.PMean));
        Active =
        [
            .. Enumerable.Range(0, dimensions).Where(d =>
                MeanVariance[d] > 0 && MeanVariance[d] >= 0.01 * (PriorVariance.PerDimension[d] + priorSpread[d])),
        ];
        Calibrate(drawn.QMean, v, drawn.PMean, s);
        Marginal = Sum([.. Enumerable.Range(0, dimensions).Select(d =>
        {
            double whole = PriorVariance.PerDimension[d] + priorSpread[d], mean = Mean(Column(drawn.PMean, d));
            return 0.5 * (whole + mean * mean - 1 - Math.Log(whole));
        })]);
        double[] logRatio = [.. drawn.QLog.Zip(drawn.PLog, (q, p) => q - p)];
        BreadthRatio = Math.Exp(Mean(logRatio));
        double[] varianceParts = [.. logRatio.Select(HalfExcess)];
        double[] meanParts = new double[v.Length];
        for (int i = 0; i < v.Length; i++)
            meanParts[i] = (drawn.QMean[i] - drawn.PMean[i]) * (drawn.QMean[i] - drawn.PMean[i]) / (2 * s[i]);
        double[] divergence = [.. varianceParts.Zip(meanParts, (a, b) => a + b)];
        VariancePart = PerDimension(d => Mean(Column(varianceParts, d)));
        MeanPart = PerDimension(d => Mean(Column(meanParts, d)));
        Divergence = PerDimension(d => Mean(Column(divergence, d)));
        double[] rows = [.. Enumerable.Range(0, n).Select(row => Sum(divergence.AsSpan(row * dimensions, dimensions)))];
        (Total, TotalError) = (Mean(rows), StandardError(rows));
        Collapsed =
        [
            .. Enumerable.Range(0, dimensions).Where(d =>
                Column(divergence, d).Count(kl => kl < 0.01) >= 0.99 * n || !Active.Contains(d)),
        ];
    }

    public Variance PosteriorVariance { get; }

    public Variance? PriorVariance { get; }

    public double BreadthRatio { get; }

    public double[] NoiseShare { get; }

    public double[] MeanVariance { get; }

    public int[] Active { get; }

    public int[] Collapsed { get; }

    /// <summary>1/2 sum_d ln(1 + Var mu / V).</summary>
    public double Channel { get; }

    /// <summary>b_d = mean u.</summary>
    public double[]? Shift { get; private set; }

    /// <summary>r_d = mean((u - b)^2 + v/s).</summary>
    public double[]? Scale { get; private set; }

    /// <summary>KL of the mean router to N(0, I).</summary>
    public double Marginal { get; }

    public double[]? Divergence { get; }

    public double[]? VariancePart { get; }

    public double[]? MeanPart { get; }

    public double Total { get; }

    public double TotalError { get; }

    /// <summary>Neumaier's compensated sum.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0, lost = 0;
        foreach (double value in values)
        {
            double next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        return sum + lost;
    }

    public static double Mean(ReadOnlySpan<double> values) => Sum(values) / values.Length;

    public static double StandardError(double[] values)
    {
        double mean = Mean(values);
        return Math.Sqrt(
            Sum([.. values.Select(value => (value - mean) * (value - mean))]) / (values.Length - 1) / values.Length);
    }

    // 1/2 (e^x - 1 - x); near 0 as its series in decimal arithmetic of 28 digits.
    private static double HalfExcess(double x)
    {
        if (Math.Abs(x) >= 0.1)
            return (Math.Exp(x) - 1 - x) / 2;
        decimal exact = (decimal)x, term = exact * exact / 4, sum = 0;
        for (int k = 3; k < 20; k++)
        {
            sum += term;
            term *= exact / k;
        }

        return (double)sum;
    }

    private void Calibrate(double[] mu, double[] v, double[] m, double[] s)
    {
        double[] u = new double[mu.Length], ratio = new double[mu.Length];
        for (int i = 0; i < u.Length; i++)
            (u[i], ratio[i]) = ((mu[i] - m[i]) / Math.Sqrt(s[i]), v[i] / s[i]);
        Shift = PerDimension(d => Mean(Column(u, d)));
        Scale = PerDimension(d => Mean([.. Column(u, d).Zip(Column(ratio, d), (shift, each) =>
            (shift - Shift[d]) * (shift - Shift[d]) + each)]));
    }

    // mu - first is exact where the two are of one magnitude; the mean is then small, and the second pass is as good as
    // the numbers are.
    private double Spread(int d, double[] values)
    {
        double[] column = Column(values, d), shifted = [.. column.Select(value => value - column[0])];
        double mean = Mean(shifted);
        return Mean([.. shifted.Select(value => (value - mean) * (value - mean))]);
    }

    private double[] PerDimension(Func<int, double> value) => [.. Enumerable.Range(0, dimensions).Select(value)];

    private double[] Column(double[] values, int d)
    {
        var column = new double[n];
        for (int i = 0; i < n; i++)
            column[i] = values[i * dimensions + d];
        return column;
    }

    internal sealed class Variance
    {
        public Variance(ReferenceQuantities of, double[] variances, double[] logs)
        {
            Value = Mean(variances);
            Error = StandardError([
                .. Enumerable.Range(0, of.n).Select(row => Mean(variances.AsSpan(row * of.dimensions, of.dimensions))),
            ]);
            GeometricMean = Math.Exp(Mean(logs));
            PerDimension = of.PerDimension(d => Mean(of.Column(variances, d)));
            double[] sorted = [.. variances];
            Array.Sort(sorted);
            Quantiles = [.. new[] { 0.05, 0.5, 0.95 }.Select(level => Quantile(sorted, level))];
        }

        public double Value { get; }

        public double Error { get; }

        public double GeometricMean { get; }

        public double[] PerDimension { get; }

        public double[] Quantiles { get; }

        private static double Quantile(double[] sorted, double level)
        {
            double rank = level * (sorted.Length - 1);
            int below = (int)rank;
            return below == sorted.Length - 1
                ? sorted[below]
                : sorted[below] + (rank - below) * (sorted[below + 1] - sorted[below]);
        }
    }
}
