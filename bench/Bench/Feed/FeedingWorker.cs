using System.Diagnostics;
using System.Text.Json;
using Homeport.Host;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Rpc.InProcess;
using Homeport.Worker.Journal;
using Homeport.Worker.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace Homeport.Bench.Feed;

/// <summary>
/// A worker whose agent says whatever is wanted: into a session's true journal, which writes it to its file and sends it.
/// </summary>
internal sealed class FeedingWorker : IRpcHandler, IAsyncDisposable
{
    private const int ToolCallEvery = 10;

    private static readonly string Words = string.Concat(Enumerable.Repeat("words of an agent ", 8));

    private readonly RpcConnection _connection;
    private readonly Task _served;
    private readonly HostConnection _host = new(TimeProvider.System);
    private readonly Journals _journals;
    private readonly TaskCompletionSource<AssignTaskRequest> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SessionJournal? _journal;
    private long _number;

    private FeedingWorker(RunningHost host, string folder)
    {
        _journals = new Journals(folder, _host, new JournalOptions(), TimeProvider.System, NullLogger<Journals>.Instance);
        var (ours, theirs) = PipePair.Create();
        _connection = new RpcConnection(ours, this, RpcConnectionOptions.Default, TimeProvider.System);
        _connection.Start();
        _served = host.ServeWorkerAsync(theirs);
    }

    /// <param name="host">In this process.</param>
    /// <param name="folder">For the journal.</param>
    public static async Task<FeedingWorker> ConnectAsync(RunningHost host, string folder)
    {
        var worker = new FeedingWorker(host, folder);
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
        worker._host.Open(worker._connection);
        return worker;
    }

    /// <summary>Returns when the host has stored them all.</summary>
    /// <param name="count">How many events.</param>
    /// <param name="perSecond">0 = as fast as they are taken.</param>
    public async Task<TimeSpan> FeedAsync(int count, int perSecond)
    {
        var turn = await _turn.Task;
        if (_journal is null)
        {
            _journal = _journals.Begin(turn.TaskId, turn.SessionId);
            await _journal.BeginTurnAsync(turn.TurnId, turn.LeaseToken, CancellationToken.None);
        }

        var start = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        for (var index = 0; index < count; index++)
        {
            while (perSecond > 0 && Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond < index)
            {
                await tick.WaitForNextTickAsync();
            }

            await _journal.WaitForRoomAsync(CancellationToken.None);
            Write(_journal, turn);
        }

        await _journal.WhenSettledAsync(CancellationToken.None);
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        await _journals.DisposeAsync();
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

    /// <summary>Its payload says when it was made, which the subscribers at the other end look for.</summary>
    private void Write(SessionJournal journal, AssignTaskRequest turn)
    {
        var number = ++_number;
        var isToolCall = number % ToolCallEvery == 0;
        var payload = isToolCall
            ? $$"""{"stamp":{{Stopwatch.GetTimestamp()}},"title":"Read file {{number}}","kind":"read","status":"completed"}"""
            : $$"""{"stamp":{{Stopwatch.GetTimestamp()}},"append":"{{Words}}","offset":{{number * Words.Length}}}""";
        journal.Write(isToolCall ? EventKinds.ToolCall : EventKinds.AgentMessage, turn.TurnId, turn.SessionId, JsonElement.Parse(payload));
    }
}
