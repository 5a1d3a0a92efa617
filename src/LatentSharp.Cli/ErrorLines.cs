using Microsoft.Extensions.Logging;

namespace LatentSharp.Cli;

/// <summary>
/// What a library logs as a warning, as lines on standard error, each once: the runs of a sweep have the same data.
/// Errors come as exceptions, and lesser news as progress.
/// </summary>
/// <param name="beforeLine">Makes room for a line of its own.</param>
internal sealed class ErrorLines<T>(Action beforeLine) : ILogger<T>
{
    private readonly Lock gate = new();
    private readonly HashSet<string> said = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        string line = formatter(state, exception);
        lock (gate)
        {
            if (!said.Add(line))
                return;
            beforeLine();
            Console.Error.WriteLine($"latent: {line}");
        }
    }
}
