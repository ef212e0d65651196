using System.Diagnostics;
using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Rpc.Streams;
using Homeport.Worker.Journal;

namespace Homeport.Worker.Tests.Journal;

/// <summary>What kill -9 of a worker in the middle of its work may and may not cost.</summary>
public sealed class KilledWorkerTests : JournalTest
{
    [Theory]
    [InlineData(400, true)]
    [InlineData(3_000, true)]
    [InlineData(3_000, false)]
    public async Task A_session_over_two_workers_is_what_the_agent_wrote(int entries, bool isHostThere)
    {
        var written = await RunUntilKilledAsync(entries, isHostThere, isReporting: true);
        var before = Host.Entries.Count;

        await using var next = Worker("w2");
        await TakeOverAsync(next, "w2", "w1");
        await UntilAsync(() => next.IsSettled);

        var count = Host.Entries.Count;
        Assert.True(count >= written, $"{written} were on the disk, {count} came");
        Assert.True(isHostThere ? before > 0 : before == 0);
        AssertAll(count);
        Assert.Equal(Enumerable.Range(1, count).Select(number => (long)number), Host.Entries.Select(entry => entry.Number));

        // Each turn that began has one end, in order; the last one may have been cut.
        var ended = Host.Reports.DistinctBy(report => report.TurnId).ToArray();
        Assert.Equal(Enumerable.Range(1, ended.Length).Select(turn => $"turn-{turn}"), ended.Select(report => report.TurnId));
        Assert.All(ended[..^1], report => Assert.Equal(TurnOutcome.Completed, report.Outcome));
        Assert.InRange(Host.Reports.Count, ended.Length, ended.Length + 1); // an answer may have been on its way
    }

    [Fact]
    public async Task Turns_without_an_end_are_interrupted()
    {
        await RunUntilKilledAsync(500, isHostThere: true, isReporting: false);

        await using var next = Worker("w2");
        await TakeOverAsync(next, "w2", "w1");
        await UntilAsync(() => next.IsSettled);

        Assert.NotEmpty(Host.Reports);
        Assert.All(Host.Reports, report => Assert.Equal((TurnOutcome.Interrupted, "worker_lost"), (report.Outcome, report.StopReason)));
        AssertAll(Host.Entries.Count);
    }

    /// <returns>How many entries were on the disk for certain.</returns>
    private async Task<int> RunUntilKilledAsync(int entries, bool isHostThere, bool isReporting)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            [DyingWorker.Argument, Path.Combine(Folder("w1"), JournalRecovery.JournalsName), isReporting ? "reporting" : "silent"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(KilledWorkerTests).Assembly.Location);
        }

        using var worker = Process.Start(start)!;
        try
        {
            var ear = new Ear(Host, isHostThere);
            await using var connection = new RpcConnection(
                new LineTransport(worker.StandardOutput.BaseStream, worker.StandardInput.BaseStream), ear,
                RpcConnectionOptions.Default, TimeProvider.System);
            connection.Start();
            await UntilAsync(() => ear.Written >= entries && (!isHostThere || !Host.Entries.IsEmpty));
            worker.Kill();
            await connection.Closed.WaitAsync(TimeSpan.FromSeconds(60), Cancelled); // what it sent before has been heard
            return ear.Written;
        }
        finally
        {
            worker.Kill();
            await worker.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>The host's end of the link.</summary>
    private sealed class Ear(Runs.RecordingHost host, bool isListening) : IRpcHandler
    {
        private volatile int _written;

        public int Written => _written;

        public ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
        {
            switch (request.Method)
            {
                case DyingWorker.Written:
                    _written = JsonSerializer.Deserialize(request.Params.Span, NumberJson.Default.Int32Array)![0];
                    return ValueTask.FromResult(RpcReply.Empty);
                case HostMethods.SendExecutionLog when isListening:
                    return ValueTask.FromResult(RpcReply.From(
                        host.Take(request.ReadParams(ProtocolJson.Default.SendExecutionLogRequest)), ProtocolJson.Default.SendExecutionLogResponse));
                case HostMethods.ReportTaskComplete when isListening:
                    host.Reports.Enqueue(request.ReadParams(ProtocolJson.Default.ReportTaskCompleteRequest));
                    return ValueTask.FromResult(RpcReply.From(new NoResponse(), ProtocolJson.Default.NoResponse));
                default:
                    return ValueTask.FromResult(RpcReply.Failed(RpcErrorCode.Unavailable, "not now"));
            }
        }
    }
}
