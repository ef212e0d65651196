using System.Net.WebSockets;
using Homeport.Rpc.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Homeport.Rpc.Tests.Transports;

internal static class WebSocketTransports
{
    public static async Task<TransportPair> ConnectAsync()
    {
        var accepted = new TaskCompletionSource<WebSocket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(async context =>
        {
            accepted.SetResult(await context.WebSockets.AcceptWebSocketAsync());
            await over.Task;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);

        var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri(app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        var server = await accepted.Task.WaitAsync(TestContext.Current.CancellationToken);
        return new TransportPair(Wrap(client), Wrap(server), async () =>
        {
            over.SetResult();
            await app.DisposeAsync();
        });
    }

    private static WebSocketTransport Wrap(WebSocket socket) => new(socket, TimeProvider.System, TransportPair.MaxMessageBytes);
}
