using LatentSharp.Serving;
using Microsoft.Extensions.Logging;

namespace LatentSharp.Cli.Serve;

/// <summary>What goes wrong while a model is served, one line each on standard error.</summary>
internal sealed class ServeLog : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Lines(categoryName == Problem.Category);

    public void Dispose()
    {
    }

    // What the server says when it cannot start comes as an exception too.
    private sealed class Lines(bool ours) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => ours;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Console.Error.WriteLine($"latent: {formatter(state, exception)}");
        }
    }
}
