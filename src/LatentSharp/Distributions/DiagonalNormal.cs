using LatentSharp.Autodiff;

namespace LatentSharp.Distributions;

/// <summary>
/// A normal distribution with diagonal covariance per example, N(mean, diag e^logVariance). Its equations are in the
/// files beside this one.
/// </summary>
public sealed partial class DiagonalNormal
{
    /// <summary>Creates the distributions of a batch.</summary>
    /// <param name="mean">[batch, dimensions]</param>
    /// <param name="logVariance">The natural logarithm of the variances, [batch, dimensions].</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public DiagonalNormal(Variable mean, Variable logVariance)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        if (mean.Shape != logVariance.Shape)
            throw new ArgumentException(
                $"DiagonalNormal: the mean has shape {mean.Shape} and the log-variance {logVariance.Shape}; they " +
                    "must be equal.");
        Mean = mean;
        LogVariance = logVariance;
    }

    /// <summary>The means, [batch, dimensions].</summary>
    public Variable Mean { get; }

    /// <summary>The natural logarithms of the variances, [batch, dimensions].</summary>
    public Variable LogVariance { get; }

    /// <summary>The distributions once for every draw: over [draws * batch, dimensions].</summary>
    /// <param name="draws">How often; at least 1.</param>
    public DiagonalNormal Repeat(int draws) =>
        draws == 1 ? this : new DiagonalNormal(Mean.Repeat(draws), LogVariance.Repeat(draws));
}
