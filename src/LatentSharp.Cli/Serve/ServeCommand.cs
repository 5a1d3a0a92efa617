using System.CommandLine;
using System.Net;
using LatentSharp.Serving;

namespace LatentSharp.Cli.Serve;

/// <summary>latent serve: a run's model over HTTP, until a signal comes.</summary>
internal static class ServeCommand
{
    /// <summary>The variable of the environment that holds a token, where the other users of a machine do not see it.
    /// </summary>
    public const string TokenVariable = "LATENTSHARP_TOKEN";

    private const int DefaultPort = 8080, DefaultBody = 1 << 20;

    // A supervisor that asks a program to end commonly waits for 5 seconds or more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "A run directory, or a model.safetensors." };
        Option<int> port = CommonOptions.WholeNumber(
            "--port", "The port; 0 takes a free one.", "N", 0, IPEndPoint.MaxPort);
        port.DefaultValueFactory = _ => DefaultPort;
        var host = new Option<string>("--host")
        {
            Description = "The address to listen on; default 127.0.0.1, which only this machine reaches. Another one "
                + "needs a token.",
            HelpName = "ADDRESS",
        };
        var token = new Option<string>("--token")
        {
            Description = "What every request has to bring as 'Authorization: Bearer TOKEN'; default: "
                + $"{TokenVariable}.",
            HelpName = "TOKEN",
        };
        var allowHost = new Option<string[]>("--allow-host")
        {
            Description = "A name that requests may call the server by, beside localhost and addresses; may be "
                + "repeated.",
            HelpName = "NAME",
        };
        Option<int> maxBody = CommonOptions.WholeNumber(
            "--max-body", "The largest body of a request, in bytes.", "BYTES", 1, int.MaxValue);
        maxBody.DefaultValueFactory = _ => DefaultBody;
        var command = new Command("serve", "Serves the model of a run over HTTP.")
        {
            run, port, host, token, allowHost, maxBody,
        };
        command.SetAction(parsed =>
            Serve(
                parsed.GetRequiredValue(run), parsed.GetValue(host), parsed.GetValue(port),
                parsed.GetValue(token) ?? Environment.GetEnvironmentVariable(TokenVariable),
                parsed.GetValue(allowHost) ?? [], parsed.GetValue(maxBody)));
        return command;
    }

    // Apart from the command, so that no other command loads what serves.
    private static int Serve(string run, string? host, int port, string? token, string[] hosts, int maxBody)
    {
        var options = new ServerOptions
        {
            Address = Parse(host),
            Port = port,
            Token = token,
            Hosts = hosts,
            Serving = new ServingOptions { MaximumBodyBytes = maxBody },
        };
        if (token is not null && (token.Length == 0 || token.Any(c => c is <= ' ' or > '~')))
            throw new OptionException(
                $"--token or {TokenVariable} is empty, or has a character that a header cannot bring; give letters, " +
                    "digits and signs of ASCII, without a space");
        if (token is null && !IPAddress.IsLoopback(options.Address))
            throw new OptionException(
                $"--host is {host}, which other machines reach, and there is no token, so any of them could use the " +
                    $"model; give --token or {TokenVariable}, or an address of this machine alone: 127.0.0.1");
        using var signals = new Signals();
        using var log = new ServeLog();
        ModelServer server = ModelServer.Start(run, options, log).GetAwaiter().GetResult();
        Console.Error.WriteLine($"{run} is served at {server.Address}; Ctrl-C ends it");
        Console.Error.WriteLine(ServeExample.Of(server.Model, server.Address, token is not null));
        signals.Token.WaitHandle.WaitOne();
        int cut = server.Stop(Patience).GetAwaiter().GetResult();
        Console.Error.WriteLine(
            cut == 0
                ? "latent: stopped; every request under way was answered"
                : FormattableString.Invariant($"latent: stopped; {cut} requests took longer than ")
                    + FormattableString.Invariant($"{Patience.TotalSeconds} s more, and were cut off"));
        return signals.ExitCode;
    }

    private static IPAddress Parse(string? host) =>
        host is null or "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(host, out IPAddress? address) ? address
        : throw new OptionException(
            $"--host is {host}; give an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them");
}
