using System.Diagnostics;
using System.Globalization;

namespace LatentSharp.Cli;

/// <summary>
/// A line of progress on standard error: on a terminal one line that is rewritten, otherwise a plain line per interval.
/// </summary>
/// <param name="liveInterval">The least time between two lines on a terminal.</param>
internal sealed class ProgressLine(TimeSpan liveInterval) : IDisposable
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly bool live = !Console.IsErrorRedirected && Terminal.TakesControlCodes();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan next = TimeSpan.Zero;
    private bool shown;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Whether the interval since the last line is over.</summary>
    public bool IsDue => clock.Elapsed >= next;

    /// <summary>What a count comes to per second so far.</summary>
    public double PerSecond(long count) => count / Math.Max(clock.Elapsed.TotalSeconds, 1e-3);

    /// <summary>A time in minutes and seconds, and hours where there are any.</summary>
    public static string Clock(TimeSpan time) =>
        time.TotalHours >= 1
            ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
            : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    /// <summary>Starts the clock anew.</summary>
    public void Restart() => clock.Restart();

    /// <summary>Shows a line and starts the next interval.</summary>
    public void Show(string line)
    {
        next = clock.Elapsed + (live ? liveInterval : PlainInterval);
        if (live)
            Console.Error.Write($"\r{Fit(line)}\u001b[K");
        else
            Console.Error.WriteLine(line);
        shown = true;
    }

    /// <summary>Leaves the line, so that what follows stands on its own.</summary>
    public void Dispose()
    {
        if (live && shown)
            Console.Error.WriteLine();
        shown = false;
    }

    private static string Fit(string line)
    {
        int width = Console.WindowWidth;
        return width > 1 && line.Length >= width ? line[..(width - 1)] : line;
    }
}
