using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Homeport.Host;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Rpc.InProcess;

namespace Homeport.Bench.Feed;

/// <summary>
/// A worker whose agent says whatever is wanted. Like the real journal it has one batch on its way at a time, of at most 500
/// entries, and sends on only when the host has stored it.
/// </summary>
internal sealed class FeedingWorker : IRpcHandler, IAsyncDisposable
{
    private const int MostInBatch = 500;
    private const int ToolCallEvery = 10;

    private static readonly string Words = string.Concat(Enumerable.Repeat("words of an agent ", 8));

    private readonly RpcConnection _connection;
    private readonly Task _served;
    private readonly TaskCompletionSource<AssignTaskRequest> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _number;

    private FeedingWorker(RunningHost host)
    {
        var (ours, theirs) = PipePair.Create();
        _connection = new RpcConnection(ours, this, RpcConnectionOptions.Default, TimeProvider.System);
        _connection.Start();
        _served = host.ServeWorkerAsync(theirs);
    }

    public static async Task<FeedingWorker> ConnectAsync(RunningHost host)
    {
        var worker = new FeedingWorker(host);
        await worker._connection.CallAsync(
            HostMethods.RegisterWorker,
            new RegisterWorkerRequest
            {
                Name = "feed",
                Version = "1",
                LinkVersion = LinkProtocol.Version,
                Capacity = new WorkerCapacity { MaxConcurrentTasks = 4 },
                Labels = [],
                Agents = [],
            },
            ProtocolJson.Default.RegisterWorkerRequest, ProtocolJson.Default.RegisterWorkerResponse, CancellationToken.None);
        return worker;
    }

    /// <summary>Returns when the host has stored them all.</summary>
    /// <param name="count">How many events.</param>
    /// <param name="perSecond">0 = as fast as they are taken.</param>
    public async Task<TimeSpan> FeedAsync(int count, int perSecond)
    {
        var turn = await _turn.Task;
        var entries = Channel.CreateBounded<JournalEntry>(2_000);
        var start = Stopwatch.GetTimestamp();
        var sending = Task.Run(() => SendAsync(turn, entries.Reader));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        for (var index = 0; index < count; index++)
        {
            while (perSecond > 0 && Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond < index)
            {
                await tick.WaitForNextTickAsync();
            }

            await entries.Writer.WriteAsync(Entry(turn));
        }

        entries.Writer.Complete();
        await sending;
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _served;
    }

    public ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.ReadParams() ?? default;
        return ValueTask.FromResult(request.Method switch
        {
            WorkerMethods.InspectRepository => RpcReply.From(
                new InspectRepositoryResponse
                {
                    TopLevel = parameters.GetProperty("path").GetString()!,
                    IsBare = false,
                    HeadBranch = "main",
                    HeadCommit = new string('a', 40),
                    DefaultBranch = "main",
                    IsDirty = false,
                },
                ProtocolJson.Default.InspectRepositoryResponse),
            WorkerMethods.CreateWorktree => RpcReply.From(
                new CreateWorktreeResponse
                {
                    WorktreePath = "/worktrees/feed",
                    Branch = parameters.GetProperty("branch").GetString()!,
                    BaseCommit = new string('b', 40),
                },
                ProtocolJson.Default.CreateWorktreeResponse),
            WorkerMethods.AssignTask => Take(request),
            WorkerMethods.ProbeAgents => RpcReply.From(new ListAgentsResponse { Items = [] }, ProtocolJson.Default.ListAgentsResponse),
            _ => RpcReply.From(new NoResponse(), ProtocolJson.Default.NoResponse),
        });
    }

    private RpcReply Take(RpcRequest request)
    {
        _turn.TrySetResult(request.ReadParams(ProtocolJson.Default.AssignTaskRequest));
        return RpcReply.From(new AssignTaskResponse { Accepted = true }, ProtocolJson.Default.AssignTaskResponse);
    }

    private async Task SendAsync(AssignTaskRequest turn, ChannelReader<JournalEntry> entries)
    {
        var batch = new List<JournalEntry>();
        while (await entries.WaitToReadAsync())
        {
            while (batch.Count < MostInBatch && entries.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            await _connection.CallAsync(
                HostMethods.SendExecutionLog,
                new SendExecutionLogRequest
                {
                    TaskId = turn.TaskId,
                    SessionId = turn.SessionId,
                    LeaseToken = turn.LeaseToken,
                    JournalId = "feed",
                    Entries = batch,
                },
                ProtocolJson.Default.SendExecutionLogRequest, ProtocolJson.Default.SendExecutionLogResponse, CancellationToken.None);
            batch.Clear();
        }
    }

    /// <summary>Its payload says when it was made, which the subscribers at the other end look for.</summary>
    private JournalEntry Entry(AssignTaskRequest turn)
    {
        var number = ++_number;
        var isToolCall = number % ToolCallEvery == 0;
        var payload = isToolCall
            ? $$"""{"stamp":{{Stopwatch.GetTimestamp()}},"title":"Read file {{number}}","kind":"read","status":"completed"}"""
            : $$"""{"stamp":{{Stopwatch.GetTimestamp()}},"append":"{{Words}}","offset":{{number * Words.Length}}}""";
        return new JournalEntry
        {
            Number = number,
            Kind = isToolCall ? EventKinds.ToolCall : EventKinds.AgentMessage,
            At = TimeProvider.System.GetUtcNow(),
            TurnId = turn.TurnId,
            ItemId = turn.SessionId,
            Payload = JsonElement.Parse(payload),
        };
    }
}
