using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Services;
using Homeport.Protocol.Tasks;
using Homeport.Rpc;
using Homeport.Rpc.InProcess;

namespace Homeport.Host.Tests.Tasks;

/// <summary>A worker that does what a test says: the other end of the host's link, at the true edge of the control plane.</summary>
internal sealed class ScriptedWorker : IRpcHandler, IAsyncDisposable
{
    private readonly RpcConnection _connection;
    private readonly Channel<AssignTaskRequest> _assignments = Channel.CreateUnbounded<AssignTaskRequest>();
    private readonly Task _served;

    private ScriptedWorker(RunningHost host, IReadOnlyDictionary<string, Func<JsonElement, RpcReply>> answers)
    {
        Answers = new(answers);
        var (ours, theirs) = PipePair.Create();
        _connection = new RpcConnection(ours, this, RpcConnectionOptions.Default, TimeProvider.System);
        _connection.Start();
        _served = host.ServeWorkerAsync(theirs);
    }

    /// <summary>Every call of the host, oldest first, with its parameters.</summary>
    public ConcurrentQueue<(string Method, JsonElement Params)> Calls { get; } = new();

    /// <summary>Answers of its own for some methods; throw <see cref="RpcException"/> to refuse.</summary>
    public ConcurrentDictionary<string, Func<JsonElement, RpcReply>> Answers { get; }

    /// <summary>Completes when its connection is over.</summary>
    public Task Closed => _connection.Closed;

    /// <summary>What the host answered to its registration.</summary>
    public RegisterWorkerResponse Registered { get; private set; } = null!;

    /// <param name="host">The host to work for.</param>
    /// <param name="change">What it says of itself beside the usual.</param>
    /// <param name="answers">See <see cref="Answers"/>: those that it has from the beginning.</param>
    public static async Task<ScriptedWorker> ConnectAsync(
        RunningHost host, Func<RegisterWorkerRequest, RegisterWorkerRequest>? change = null,
        IReadOnlyDictionary<string, Func<JsonElement, RpcReply>>? answers = null)
    {
        var worker = new ScriptedWorker(host, answers ?? new Dictionary<string, Func<JsonElement, RpcReply>>());
        var registration = new RegisterWorkerRequest
        {
            Name = "scripted",
            Version = "1",
            LinkVersion = LinkProtocol.Version,
            Capacity = new WorkerCapacity { MaxConcurrentTasks = 4 },
            Labels = [],
            Agents = [],
        };
        worker.Registered = await worker._connection.CallAsync(
            HostMethods.RegisterWorker, change?.Invoke(registration) ?? registration,
            ProtocolJson.Default.RegisterWorkerRequest, ProtocolJson.Default.RegisterWorkerResponse, TestContext.Current.CancellationToken);
        return worker;
    }

    public Task<TResponse> CallAsync<TRequest, TResponse>(
        string method, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType)
        where TResponse : notnull =>
        _connection.CallAsync(method, request, requestType, responseType, TestContext.Current.CancellationToken);

    public ValueTask NotifyAsync<T>(string method, T parameters, JsonTypeInfo<T> type) =>
        _connection.NotifyAsync(method, parameters, type, TestContext.Current.CancellationToken);

    /// <summary>Shows that it lives and holds these leases.</summary>
    public Task<WorkerHeartbeatResponse> BeatAsync(params long[] leases) => _connection.CallAsync(
        HostMethods.WorkerHeartbeat,
        new WorkerHeartbeatRequest { WorkerId = Registered.WorkerId, CurrentLoad = new WorkerLoad { RunningTasks = leases.Length }, Leases = leases },
        ProtocolJson.Default.WorkerHeartbeatRequest, ProtocolJson.Default.WorkerHeartbeatResponse, TestContext.Current.CancellationToken);

    /// <summary>A service of its has changed.</summary>
    public ValueTask TellAsync(ServiceStatus status) => _connection.NotifyAsync(
        HostMethods.ServiceChanged, status, ProtocolJson.Default.ServiceStatus, TestContext.Current.CancellationToken);

    /// <summary>What a worker says that still runs this turn.</summary>
    public static HeldTurn Holds(AssignTaskRequest turn) => new() { TurnId = turn.TurnId, SessionId = turn.SessionId, LeaseToken = turn.LeaseToken };

    /// <summary>The next turn that the host gives.</summary>
    public async Task<AssignTaskRequest> NextTurnAsync() => await _assignments.Reader.ReadAsync(TestContext.Current.CancellationToken)
        .AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public bool HasTurn => _assignments.Reader.Count > 0;

    public Task<SendExecutionLogResponse> WriteAsync(AssignTaskRequest turn, long number, string kind, string payload, string? itemId = null, string journal = "j1", bool afterGap = false) =>
        _connection.CallAsync(
            HostMethods.SendExecutionLog,
            new SendExecutionLogRequest
            {
                TaskId = turn.TaskId,
                SessionId = turn.SessionId,
                LeaseToken = turn.LeaseToken,
                JournalId = journal,
                StartsAfterGap = afterGap,
                Entries =
                [
                    new JournalEntry
                    {
                        Number = number,
                        Kind = kind,
                        At = DateTimeOffset.UnixEpoch.AddDays(20_000),
                        TurnId = turn.TurnId,
                        ItemId = itemId,
                        Payload = JsonDocument.Parse(payload).RootElement,
                    },
                ],
            },
            ProtocolJson.Default.SendExecutionLogRequest, ProtocolJson.Default.SendExecutionLogResponse, TestContext.Current.CancellationToken);

    /// <summary>Asks for a permission to run a command.</summary>
    public Task AskAsync(AssignTaskRequest turn, long number, string approvalId, string command, string detailKind = "command") => WriteAsync(
        turn, number, EventKinds.ApprovalRequested,
        $$"""
        {"approval": {"id": "{{approvalId}}", "taskId": "{{turn.TaskId}}", "sessionId": "{{turn.SessionId}}", "kind": "permission",
          "toolName": "Bash", "title": "Run a command", "detail": "{{command}}", "detailKind": "{{detailKind}}", "state": "pending",
          "createdAt": "2026-01-01T00:00:00Z", "options": [
            {"id": "yes", "kind": "allow_once", "name": "Allow once"}, {"id": "always", "kind": "allow_always", "name": "Always"},
            {"id": "no", "kind": "reject_once", "name": "Deny"}]} }
        """,
        approvalId);

    public Task ReportAsync(AssignTaskRequest turn, TurnOutcome outcome, int files = 1, long? leaseToken = null, string? nativeSessionId = null, int? snapshot = null, TokenUsage? usage = null) =>
        _connection.CallAsync(
            HostMethods.ReportTaskComplete,
            new ReportTaskCompleteRequest
            {
                TaskId = turn.TaskId,
                SessionId = turn.SessionId,
                TurnId = turn.TurnId,
                LeaseToken = leaseToken ?? turn.LeaseToken,
                Success = outcome == TurnOutcome.Completed,
                Outcome = outcome,
                Changes = new DiffStat(files, files, 0),
                NativeSessionId = nativeSessionId,
                Usage = usage,
                SnapshotAfter = snapshot is { } number
                    ? new SnapshotView { Number = number, Commit = new string('f', 40), Reason = "after turn", At = DateTimeOffset.UnixEpoch }
                    : null,
                Failure = outcome == TurnOutcome.Failed ? new TaskFailure { Code = "agent_crashed", Message = "It went away." } : null,
            },
            ProtocolJson.Default.ReportTaskCompleteRequest, ProtocolJson.Default.NoResponse, TestContext.Current.CancellationToken);

    /// <summary>Is gone, and the host may still have to work off what it said.</summary>
    public Task HangUpAsync() => _connection.CloseAsync("the worker is gone");

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _served;
    }

    public ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.ReadParams() ?? default;
        Calls.Enqueue((request.Method, parameters));
        if (Answers.TryGetValue(request.Method, out var answer))
        {
            return ValueTask.FromResult(answer(parameters));
        }

        if (request.Method == WorkerMethods.AssignTask)
        {
            _assignments.Writer.TryWrite(request.ReadParams(ProtocolJson.Default.AssignTaskRequest));
        }

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
                    WorktreePath = "/worktrees/it",
                    Branch = parameters.GetProperty("branch").GetString()!,
                    BaseCommit = new string('b', 40),
                },
                ProtocolJson.Default.CreateWorktreeResponse),
            WorkerMethods.AssignTask => RpcReply.From(new AssignTaskResponse { Accepted = true }, ProtocolJson.Default.AssignTaskResponse),
            WorkerMethods.RemoveWorktree => RpcReply.From(new RemoveWorktreeResponse { TrashId = "t1" }, ProtocolJson.Default.RemoveWorktreeResponse),
            WorkerMethods.MergeBranch => RpcReply.From(
                new MergeBranchResponse { Commit = new string('c', 40), PreviousCommit = new string('d', 40), HeadCommit = new string('e', 40) },
                ProtocolJson.Default.MergeBranchResponse),
            WorkerMethods.FindUntrusted => RpcReply.From(new FindUntrustedResponse { Files = [] }, ProtocolJson.Default.FindUntrustedResponse),
            WorkerMethods.ProbeAgents => RpcReply.From(new ListAgentsResponse { Items = [] }, ProtocolJson.Default.ListAgentsResponse),
            WorkerMethods.GetChanges => RpcReply.From(
                new GetChangesResponse { Files = [], BaseCommit = new string('b', 40), HeadCommit = new string('a', 40), HasUncommitted = true },
                ProtocolJson.Default.GetChangesResponse),
            WorkerMethods.ListServices => RpcReply.From(new ListServicesResponse { Items = [] }, ProtocolJson.Default.ListServicesResponse),
            WorkerMethods.ListSnapshots => RpcReply.From(new ListSnapshotsResponse { Items = [] }, ProtocolJson.Default.ListSnapshotsResponse),
            _ => RpcReply.From(new NoResponse(), ProtocolJson.Default.NoResponse),
        });
    }
}
