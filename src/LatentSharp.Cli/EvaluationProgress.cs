using System.Globalization;
using LatentSharp.Reading.Decoding.Likelihoods;

namespace LatentSharp.Cli;

/// <summary>Shows an evaluation on standard error.</summary>
internal sealed class EvaluationProgress : IProgress<LikelihoodProgress>, IDisposable
{
    private readonly ProgressLine line = new(TimeSpan.FromMilliseconds(100));

    public void Report(LikelihoodProgress value)
    {
        if (!line.IsDue && value.Decoded < value.Total)
            return;
        double share = value.Decoded / (double)value.Total;
        TimeSpan left = line.Elapsed * ((1 - share) / share);
        line.Show(
            string.Create(
                CultureInfo.InvariantCulture,
                $"evaluating {share,4:P0}  {value.Decoded:N0}/{value.Total:N0} draws  "
                    + $"{line.PerSecond(value.Decoded):N0} draws/s  {ProgressLine.Clock(left)} left"));
    }

    /// <summary>Leaves the line, so that what follows stands on its own.</summary>
    public void Dispose() => line.Dispose();
}
