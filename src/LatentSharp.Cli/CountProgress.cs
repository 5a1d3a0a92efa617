using System.Globalization;

namespace LatentSharp.Cli;

/// <summary>Shows on standard error how many of so many are done; nothing of work that is soon done.</summary>
internal sealed class CountProgress(string work, long total, string what) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly ProgressLine line = new(TimeSpan.FromMilliseconds(100));

    public void Report(long done)
    {
        if (!line.IsDue || line.Elapsed < Soon || done == 0)
            return;
        double share = done / (double)total;
        TimeSpan left = line.Elapsed * ((1 - share) / share);
        line.Show(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{work} {share,4:P0}  {done:N0}/{total:N0} {what}  {ProgressLine.Clock(left)} left"));
    }

    /// <summary>Leaves the line, so that what follows stands on its own.</summary>
    public void Dispose() => line.Dispose();
}
