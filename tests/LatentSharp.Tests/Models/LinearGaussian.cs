using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Tensors;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Models;

/// <summary>
/// y = A x + B z + c + sigma noise with z ~ N(C x, I). The columns of B are orthogonal, so the posterior's covariance
/// (I + B^T B / sigma^2)^-1 is diagonal and a <see cref="Cvae"/> of linear maps can express everything exactly.
/// </summary>
internal static class LinearGaussian
{
    public const double Sigma = 0.5;

    private const int ConditionDimensions = 2, LatentDimensions = 2, TargetDimensions = 5;

    private static readonly double[,] A = { { 0.5, -1 }, { 1, 0.25 }, { -0.75, 0.5 }, { 0, 1 }, { 0.3, 0.2 } };
    private static readonly double[,] B = { { 1, 1 }, { 1, -1 }, { 0.5, 0.5 }, { 0.5, -0.5 }, { 1.2, 0 } };
    private static readonly double[] c = [0.1, -0.2, 0.3, 0, -0.5];
    private static readonly double[,] C = { { 0.6, -0.4 }, { 0.2, 0.9 } };

    public static CvaeOptions Model { get; } = new()
    {
        ConditionDimensions = ConditionDimensions,
        TargetDimensions = TargetDimensions,
        LatentDimensions = LatentDimensions,
        Hidden = [],
        Likelihood = LikelihoodKind.Normal,
        LikelihoodScale = (float)Sigma,
    };

    public static Dataset Draw(int count, ulong draw)
    {
        Tensor x = SmallTask.Normal(draw, count, ConditionDimensions),
            y = SmallTask.Normal(draw + 1000, count, TargetDimensions);
        Tensor z = SmallTask.Normal(draw + 2000, count, LatentDimensions);
        for (int row = 0; row < count; row++)
        {
            Span<float> target = y.Row(row);
            for (int i = 0; i < TargetDimensions; i++)
            {
                double value = Mean(x.Row(row), i) + Sigma * target[i];
                for (int k = 0; k < LatentDimensions; k++)
                    value += B[i, k] * z.Row(row)[k];
                target[i] = (float)value;
            }
        }

        return new Dataset("linear Gaussian", x, y);
    }

    /// <summary>log N(y; A x + B C x + c, B B^T + sigma^2 I), by a Cholesky factor in float64.</summary>
    public static double LogProbability(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double[,] factor = Cholesky(Covariance());
        double[] solved = new double[TargetDimensions];
        double value = -0.5 * TargetDimensions * Math.Log(2 * Math.PI);
        for (int i = 0; i < TargetDimensions; i++)
        {
            solved[i] = y[i] - Mean(x, i);
            for (int j = 0; j < i; j++)
                solved[i] -= factor[i, j] * solved[j];
            solved[i] /= factor[i, i];
            value -= 0.5 * solved[i] * solved[i] + Math.Log(factor[i, i]);
        }

        return value;
    }

    /// <summary>A model whose posterior, router and decoder are the exact ones.</summary>
    public static Cvae Exact()
    {
        var model = new Cvae(Model, seed: 0);
        Fill(
            model,
            "inference.0.weight",
            (row, column) =>
                row >= LatentDimensions ? 0
                : column < ConditionDimensions
                    ? PosteriorVariance(row)
                        * (C[row, column] - Sum(TargetDimensions, i => B[i, row] * A[i, column]) / (Sigma * Sigma))
                : PosteriorVariance(row) * B[column - ConditionDimensions, row] / (Sigma * Sigma));
        Fill(
            model,
            "inference.0.bias",
            (_, column) =>
                column < LatentDimensions
                    ? -PosteriorVariance(column) * Sum(TargetDimensions, i => B[i, column] * c[i]) / (Sigma * Sigma)
                    : Math.Log(PosteriorVariance(column - LatentDimensions)));
        Fill(model, "router.0.weight", (row, column) => row < LatentDimensions ? C[row, column] : 0);
        Fill(model, "router.0.bias", (_, _) => 0);
        Fill(
            model,
            "decoder.0.weight",
            (row, column) => column < ConditionDimensions ? A[row, column] : B[row, column - ConditionDimensions]);
        Fill(model, "decoder.0.bias", (_, column) => c[column]);
        return model;
    }

    /// <summary>An element of A x + B C x + c.</summary>
    public static double Mean(ReadOnlySpan<float> x, int i)
    {
        double mean = c[i];
        for (int j = 0; j < ConditionDimensions; j++)
        {
            mean += A[i, j] * x[j];
            for (int k = 0; k < LatentDimensions; k++)
                mean += B[i, k] * C[k, j] * x[j];
        }

        return mean;
    }

    private static double PosteriorVariance(int k) =>
        1 / (1 + Sum(TargetDimensions, i => B[i, k] * B[i, k]) / (Sigma * Sigma));

    /// <summary>B B^T + sigma^2 I.</summary>
    public static double[,] Covariance()
    {
        var covariance = new double[TargetDimensions, TargetDimensions];
        for (int i = 0; i < TargetDimensions; i++)
        {
            for (int j = 0; j < TargetDimensions; j++)
                covariance[i, j] = Sum(LatentDimensions, k => B[i, k] * B[j, k]) + (i == j ? Sigma * Sigma : 0);
        }

        return covariance;
    }

    private static double[,] Cholesky(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        var factor = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = matrix[i, j] - Sum(j, k => factor[i, k] * factor[j, k]);
                factor[i, j] = i == j ? Math.Sqrt(rest) : rest / factor[j, j];
            }
        }

        return factor;
    }

    private static void Fill(Cvae model, string name, Func<int, int, double> value)
    {
        Tensor tensor = SmallTask.Find(model, name).Value;
        for (int i = 0; i < tensor.Shape.Length; i++)
            tensor.Span[i] = (float)value(i / tensor.Shape.Last, i % tensor.Shape.Last);
    }

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);
}
