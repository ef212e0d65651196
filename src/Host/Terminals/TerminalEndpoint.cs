using System.Globalization;
using System.Net.WebSockets;
using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Access;
using Homeport.Host.Http;
using Homeport.Host.Workers;
using Homeport.Protocol.Terminals;
using Homeport.Storage;
using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Terminals;

/// <summary><c>/ws/terminals/{id}</c>: the screen of a terminal as it changes, and the keys. docs/terminals.md tells the frames.</summary>
internal sealed class TerminalEndpoint(
    Database database, WorkerDirectory workers, TerminalSockets sockets, OpenConnections connections, TimeProvider time)
{
    public const string Prefix = "/ws/terminals/";

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(20);

    /// <param name="http">The request, with the size that the client would like in <c>columns</c> and <c>rows</c>.</param>
    /// <param name="identified">Who asks, or why nobody may.</param>
    /// <param name="terminalId">Which one.</param>
    public async Task RunAsync(HttpContext http, Result<Caller> identified, string terminalId)
    {
        if (!WebSocketUpgrade.MayOpen(http, identified, Permission.TaskWrite, out var caller))
        {
            return;
        }

        var row = await database.ReadAsync(scope => TerminalStore.Find(scope, terminalId), http.RequestAborted);
        if (row is null)
        {
            ProblemHttp.Write(http.Response, TerminalProblems.NotFound(terminalId));
            return;
        }

        var worker = row.Terminal.State == TerminalState.Running
            ? await workers.WaitForAsync(row.WorkerId, http.RequestAborted)
            : workers.Find(row.WorkerId);
        if (worker is null && row.Terminal.State == TerminalState.Running)
        {
            ProblemHttp.Write(http.Response, new Problem(
                ProblemCode.Unavailable, "The worker on which the terminal runs is away. Wait a moment; if it stays so, run homeport doctor."));
            return;
        }

        await using var frames = await WebSocketUpgrade.OpenAsync(http, time);
        using var socket = WebSocket.CreateFromStream(
            frames, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = PingEvery, KeepAliveTimeout = PongWithin });
        if (worker is null)
        {
            await SayLostAsync(socket, http.RequestAborted);
            return;
        }

        await ShowAsync(socket, worker, caller, terminalId, http);
    }

    private async Task ShowAsync(WebSocket socket, ConnectedWorker worker, Caller caller, string terminalId, HttpContext http)
    {
        var line = new TerminalLine(terminalId, Guid.CreateVersion7(time.GetUtcNow()).ToString(), worker, time);
        using var terminal = new TerminalSocket(socket, line, time);
        sockets.Add(terminal); // before the worker knows of it: its first bytes may come before its answer
        using var entry = connections.Add(caller.CredentialId, end => terminal.CloseAsync(
            end == ConnectionEnd.LoginRevoked ? "the login was revoked" : "Homeport is stopping",
            end == ConnectionEnd.LoginRevoked ? WebSocketCloseStatus.PolicyViolation : WebSocketCloseStatus.EndpointUnavailable));
        try
        {
            var attached = await line.AttachAsync(Number(http.Request, "columns"), Number(http.Request, "rows"), http.RequestAborted);
            if (attached.Succeeded(out _, out var problem))
            {
                await terminal.RunAsync(http.RequestAborted);
            }
            else if (problem.Code == ProblemCode.NotFound)
            {
                await SayLostAsync(socket, http.RequestAborted);
            }
            else
            {
                await terminal.CloseAsync("the worker is away; come again");
            }
        }
        finally
        {
            sockets.Remove(terminal);
            await line.DetachAsync(); // also where attaching was broken off: the worker may have done it all the same
        }
    }

    private static async Task SayLostAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            await TerminalSocket.SendAsync(socket, new TerminalNews { Type = TerminalNewsType.Lost }, cancellationToken);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "the terminal is lost", cancellationToken);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client is gone.
        }
    }

    private static int? Number(HttpRequest request, string name) =>
        int.TryParse(request.Query[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
