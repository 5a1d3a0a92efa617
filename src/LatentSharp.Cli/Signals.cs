using System.Runtime.InteropServices;

namespace LatentSharp.Cli;

/// <summary>Turns Ctrl-C and SIGTERM into a request to stop, and remembers which it was.</summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupt, terminate;

    public Signals()
    {
        interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT,
            context => Stop(context, Cli.ExitCode.Interrupted));
        terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            context => Stop(context, Cli.ExitCode.Terminated));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>The exit code of the signal that came; 0 while none has.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Runs work that ends where it stands when a signal comes.</summary>
    /// <param name="work">The work; it heeds <see cref="Token"/>.</param>
    /// <param name="whenStopped">What a stopped work leaves, in one line.</param>
    public int Guard(Func<int> work, string whenStopped)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException) when (ExitCode != 0)
        {
            Console.Error.WriteLine($"latent: stopped; {whenStopped}");
            return ExitCode;
        }
    }

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        source.Dispose();
    }

    // The first signal asks; a second one ends the process as the system would.
    private void Stop(PosixSignalContext context, int exitCode)
    {
        if (source.IsCancellationRequested)
            return;
        context.Cancel = true;
        ExitCode = exitCode;
        source.Cancel();
    }
}
