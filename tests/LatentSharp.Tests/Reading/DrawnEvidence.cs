using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;

namespace LatentSharp.Tests.Reading;

/// <summary>What is special about drawn evidence.</summary>
public enum EvidenceKind
{
    /// <summary>q narrower than p, means apart.</summary>
    Plain,

    /// <summary>q and p nearly equal, where r - 1 - ln r cancels.</summary>
    NearPrior,

    /// <summary>Means near 1e7, where a sum of squares cancels, and constant in some dimensions.</summary>
    FarMeans,

    /// <summary>Log-variances from -200 to 90.</summary>
    Extreme,

    /// <summary>No prior.</summary>
    PosteriorOnly,
}

/// <summary>Diagonal Gaussians whose parameters are drawn, as evidence.</summary>
public sealed class DrawnEvidence
{
    private DrawnEvidence(int examples, int dimensions, EvidenceKind kind, bool narrow, ulong seed)
    {
        int count = examples * dimensions;
        var normal = new float[4 * count];
        new RandomStream(seed, RandomPurpose.Synthesis).FillNormal(normal);
        (QMean, QLog) = (new double[count], new double[count]);
        (PMean, PLog) = kind == EvidenceKind.PosteriorOnly ? (null, null) : (new double[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            double a = normal[i], b = normal[count + i], c = normal[2 * count + i], d = normal[3 * count + i];
            int column = i % dimensions;
            // Dimensions differ in scale: some spread little, some are nearly all noise.
            double scale = Math.Exp(column % 5 - 3);
            (double qMean, double qLog, double pMean, double pLog) = kind switch
            {
                EvidenceKind.NearPrior => (a, b, a + 1e-5 * c, b + 1e-4 * d),
                EvidenceKind.FarMeans => (
                    column % 3 == 0 ? 12345678.5 : 1e7 + scale * a,
                    -2 + 0.5 * b,
                    1e7 + c,
                    0.3 * d),
                EvidenceKind.Extreme => (scale * a, Math.Clamp(100 * b, -200, 90), c, Math.Clamp(100 * d, -200, 90)),
                _ => (scale * a, -1.5 + 0.7 * b - column % 4, 0.5 * scale * (a + c), 0.4 * d),
            };
            (QMean[i], QLog[i]) = (narrow ? (float)qMean : qMean, narrow ? (float)qLog : qLog);
            if (PMean is not null && PLog is not null)
                (PMean[i], PLog[i]) = (narrow ? (float)pMean : pMean, narrow ? (float)pLog : pLog);
        }

        MemoryArray Array(string name, double[] values) =>
            narrow
                ? new MemoryArray(name, System.Array.ConvertAll(values, v => (float)v), dimensions)
                : new MemoryArray(name, values, dimensions);
        Evidence = new LatentEvidence($"drawn {seed}", Array("posterior_mean", QMean), Array("posterior_logvar", QLog))
        {
            PriorMean = PMean is null ? null : Array("prior_mean", PMean),
            PriorLogVariance = PLog is null ? null : Array("prior_logvar", PLog),
        };
        (Examples, Dimensions) = (examples, dimensions);
    }

    public LatentEvidence Evidence { get; }

    public int Examples { get; }

    public int Dimensions { get; }

    public double[] QMean { get; }

    public double[] QLog { get; }

    public double[]? PMean { get; }

    public double[]? PLog { get; }

    /// <summary>Draws evidence; <paramref name="narrow"/> stores it as float32.</summary>
    public static DrawnEvidence Draw(int examples, int dimensions, EvidenceKind kind, bool narrow, ulong seed) =>
        new(examples, dimensions, kind, narrow, seed);

    /// <summary>Evidence over given arrays, row-major.</summary>
    public static LatentEvidence Of(
        int dimensions,
        double[] qMean,
        double[] qLog,
        double[]? pMean = null,
        double[]? pLog = null) =>
        new(
            "given",
            new MemoryArray("posterior_mean", qMean, dimensions),
            new MemoryArray("posterior_logvar", qLog, dimensions))
        {
            PriorMean = pMean is null ? null : new MemoryArray("prior_mean", pMean, dimensions),
            PriorLogVariance = pLog is null ? null : new MemoryArray("prior_logvar", pLog, dimensions),
        };
}
