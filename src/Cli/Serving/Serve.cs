using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Homeport.Cli.Backend;
using Homeport.Cli.Client;
using Homeport.Cli.Output;
using Homeport.Host;
using Homeport.Host.Access;
using Homeport.Platform.Files;
using Homeport.Platform.Processes;
using Homeport.Protocol;

namespace Homeport.Cli.Serving;

/// <summary>Runs Homeport until it is asked to stop.</summary>
internal sealed class Serve(Surroundings surroundings, Printer printer)
{
    /// <summary>What the contract promises, less what the process itself needs to end.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(4.7);

    [SuppressMessage("Reliability", "CA2000", Justification = "StopAsync disposes the server, within its limit.")]
    public async Task<int> RunAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Opens && await HostPresence.IsRunningAsync(settings.Root, surroundings.Time, cancellationToken))
        {
            using var client = new HostClient(settings.Root, surroundings.Time);
            return await new OpenBrowser(surroundings, printer).RunAsync(client, cancellationToken);
        }

        using var signals = new StopSignals();
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var start = StartAsync(settings, starting.Token);
        if (await Task.WhenAny(start, signals.Received) == signals.Received && !start.IsCompleted)
        {
            await starting.CancelAsync();
        }

        try
        {
            var server = await start;
            await GreetAsync(server, settings, cancellationToken);
            await Task.WhenAny(signals.Received, server.Host.StopRequested);
            return await StopAsync(server);
        }
        catch (OperationCanceledException) when (signals.Received.IsCompleted)
        {
            return ExitCodes.Ok; // asked to stop before it had started
        }
    }

    private async Task<LocalServer> StartAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await LocalServer.StartAsync(settings, surroundings, cancellationToken);
        }
        catch (HostStartException refused)
        {
            throw new CommandException(
                refused.ExitCode, refused.ExitCode == HostStartException.InUse ? "in_use" : ErrorCodes.Unavailable, refused.Message);
        }
        catch (UnsafePathException unsafePath)
        {
            throw new CommandException(ExitCodes.Failed, ErrorCodes.PathNotAllowed, unsafePath.Message);
        }
        catch (Exception exception) when (exception is ProcessStartException or TimeoutException)
        {
            throw new CommandException(ExitCodes.Failed, ErrorCodes.Unavailable, $"The worker cannot be started. {exception.Message}");
        }
    }

    private async Task GreetAsync(LocalServer server, ServeSettings settings, CancellationToken cancellationToken)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{server.Host.Port}");
        if (surroundings.ErrorsIsTerminal)
        {
            printer.Note($"Homeport {surroundings.Version} runs at {address} on {settings.Root}. Ctrl-C stops it.");
        }

        if (settings.WebFolder is null)
        {
            printer.Note("The web client was not found, so the browser will show no pages. In a checkout, 'make start' builds it.");
        }

        if (settings.Opens)
        {
            var link = settings.Auth == AuthMode.None ? address : server.Host.CreateLoginLink();
            if (!await Browser.OpenAsync(link, surroundings, cancellationToken))
            {
                printer.Note($"Open this address in your browser (it works once, for five minutes): {link}");
            }
        }
    }

    private async Task<int> StopAsync(LocalServer server)
    {
        try
        {
            await server.DisposeAsync().AsTask().WaitAsync(StopLimit, surroundings.Time);
            return ExitCodes.Ok;
        }
        catch (TimeoutException)
        {
            printer.Note("Something did not end within five seconds. The next start ends what is left of this one.");
            return ExitCodes.TimedOut;
        }
    }
}
