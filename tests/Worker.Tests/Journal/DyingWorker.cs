using System.Text.Json;
using Homeport.Protocol.Events;
using Homeport.Rpc;
using Homeport.Rpc.Streams;
using Homeport.Worker.Journal;
using Homeport.Worker.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace Homeport.Worker.Tests.Journal;

/// <summary>
/// A worker in a process of its own whose agent talks without end, in turn after turn. Its host is at the other end of standard
/// input and output. It says how far it is on the disk, until it is killed.
/// </summary>
internal static class DyingWorker
{
    public const string Argument = "--dying-worker";
    public const string Written = "written";

    /// <param name="path">The folder of its journals.</param>
    /// <param name="isReporting">Whether its turns come to an end.</param>
    public static async Task<int> RunAsync(string path, bool isReporting)
    {
        var transport = new LineTransport(Console.OpenStandardInput(), Console.OpenStandardOutput());
        await using var connection = new RpcConnection(transport, new Deaf(), RpcConnectionOptions.Default, TimeProvider.System);
        connection.Start();
        var host = new HostConnection(TimeProvider.System);
        host.Open(connection);
        await using var journals = new Journals(
            path, host, new JournalOptions { SegmentBytes = 50_000, MostPendingBytes = 20_000 }, TimeProvider.System, NullLogger<Journals>.Instance);
        var journal = journals.Begin("task", "session");
        var number = 0;
        for (var turn = 1; ; turn++)
        {
            await journal.BeginTurnAsync($"turn-{turn}", turn, CancellationToken.None);
            await connection.NotifyAsync(Written, JsonSerializer.SerializeToElement([number], NumberJson.Default.Int32Array), CancellationToken.None);
            for (var word = 0; word < 200; word++)
            {
                await journal.WaitForRoomAsync(CancellationToken.None);
                journal.Write(EventKinds.AgentMessage, $"turn-{turn}", "m", JournalTest.Words(++number));
            }

            if (isReporting)
            {
                await journal.ReportAsync(JournalTest.Report($"turn-{turn}", turn));
            }
        }
    }

    private sealed class Deaf : IRpcHandler
    {
        public ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(RpcReply.MethodNotFound(request.Method));
    }
}
