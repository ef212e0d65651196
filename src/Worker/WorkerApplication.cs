using Homeport.Platform.Processes;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Browse;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Reviews;
using Homeport.Rpc;
using Homeport.Worker.Agents;
using Homeport.Worker.Git;
using Homeport.Worker.Link;
using Homeport.Worker.Runs;
using Homeport.Worker.Setup;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker;

/// <summary>
/// The execution plane: runs agents, git and processes for a host that it reaches over one transport. The table of contents
/// of what it can do is <see cref="Methods"/>. Owns everything it started; disposing ends all of it.
/// </summary>
public sealed partial class WorkerApplication : IAsyncDisposable
{
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkerApplication> _logger;
    private readonly HostConnection _host;
    private readonly Sessions _sessions;
    private readonly AgentProber _prober;
    private readonly GitUseCases _git;
    private readonly RpcConnection _connection;
    private readonly CancellationTokenSource _stopping = new();
    private Task _beating = Task.CompletedTask;

    private WorkerApplication(WorkerOptions options, IRpcTransport transport, ILoggerFactory loggers, TimeProvider time)
    {
        (_options, _time, _logger) = (options, time, loggers.CreateLogger<WorkerApplication>());
        var environment = EnvironmentAllowList.Usual.Build(options.Environment, new Dictionary<string, string>());
        string[] roots = [options.Environment.GetValueOrDefault("HOME") ?? "/", .. options.ExtraRoots];
        _git = new GitUseCases("git", environment, options.Root, roots, time);
        _host = new HostConnection(time);
        _prober = new AgentProber(options, time);
        _sessions = new Sessions(
            new AgentLauncher(options, time),
            new TurnSnapshots(_git.CreateSnapshot, _git.GetChanges, loggers.CreateLogger<TurnSnapshots>()),
            new SetupSteps(_git.CopyPlanner, options, time),
            options, _host, time);
        _connection = new RpcConnection(
            transport, Methods(),
            new RpcConnectionOptions { OnHandlerFailure = (request, broken) => LogBroken(request.Method, broken) }, time);
        _host.Use(_connection);
    }

    /// <summary>Completes with the reason when the link to the host is over.</summary>
    public Task<string> Disconnected => _connection.Closed;

    /// <summary>Repairs what an earlier worker left half done, then registers with the host.</summary>
    /// <param name="options">Where it works and what it may use.</param>
    /// <param name="transport">The link to the host; owned from here on.</param>
    /// <param name="loggers">For the operator.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<WorkerApplication> StartAsync(
        WorkerOptions options, IRpcTransport transport, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var worker = new WorkerApplication(options, transport, loggers, time);
        await worker._git.Repair.RepairAsync(cancellationToken);
        worker._connection.Start();
        var registered = await worker._connection.CallAsync(
            HostMethods.RegisterWorker,
            new RegisterWorkerRequest
            {
                Name = options.Name,
                Version = options.Version,
                Capacity = new WorkerCapacity
                {
                    MaxConcurrentTasks = options.MaxConcurrentTasks,
                    AvailableCpus = System.Environment.ProcessorCount,
                    AvailableMemory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
                },
                Labels = [],
                Agents = [],
            },
            ProtocolJson.Default.RegisterWorkerRequest, ProtocolJson.Default.RegisterWorkerResponse, cancellationToken);
        worker._beating = worker.BeatAsync(registered);
        return worker;
    }

    /// <summary>Looks for the agents on this machine, without a host.</summary>
    public static Task<IReadOnlyList<AgentView>> ProbeAgentsAsync(WorkerOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        new AgentProber(options, time).ProbeAsync(cancellationToken);

    /// <summary>Ends the agents and their process trees, then the link.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _beating;
        await _sessions.DisposeAsync();
        await _connection.CloseAsync("the worker is stopping");
        await _connection.DisposeAsync();
        _stopping.Dispose();
    }

    private MethodTable Methods()
    {
        var methods = new MethodTable();
        methods.Add<AssignTaskRequest, AssignTaskResponse>(WorkerMethods.AssignTask, (request, _) => _sessions.AssignAsync(request));
        methods.Add<StopSessionRequest>(WorkerMethods.StopSession, (request, _) => _sessions.StopAsync(request));
        methods.Add<AnswerAgentRequest>(WorkerMethods.AnswerAgent, _sessions.AnswerAsync);
        methods.Add<ConfigureSessionRequest>(WorkerMethods.ConfigureSession, _sessions.ConfigureAsync);
        methods.Add<NoRequest, ListAgentsResponse>(
            WorkerMethods.ProbeAgents,
            async (_, cancellationToken) => new ListAgentsResponse { Items = await _prober.ProbeAsync(cancellationToken) });

        methods.Add<InspectRepositoryRequest, InspectRepositoryResponse>(WorkerMethods.InspectRepository, _git.InspectRepository.RunAsync);
        methods.Add<CloneRepositoryRequest, CloneRepositoryResponse>(WorkerMethods.CloneRepository, _git.CloneRepository.RunAsync);
        methods.Add<FindBranchesRequest, ListBranchesResponse>(WorkerMethods.ListBranches, _git.ListBranches.RunAsync);
        methods.Add<CreateWorktreeRequest, CreateWorktreeResponse>(WorkerMethods.CreateWorktree, _git.CreateWorktree.RunAsync);
        methods.Add<RemoveWorktreeRequest, RemoveWorktreeResponse>(WorkerMethods.RemoveWorktree, _git.RemoveWorktree.RunAsync);
        methods.Add<RestoreWorktreeRequest>(WorkerMethods.RestoreWorktree, _git.RestoreWorktree.RunAsync);
        methods.Add<PurgeTrashRequest, PurgeTrashResponse>(WorkerMethods.PurgeTrash, _git.PurgeTrash.RunAsync);
        new SetupMethods(_git.CopyPlanner, new RunCleanup(_options, _time), new FreePorts()).Register(methods);
        methods.Add<GetChangesRequest, GetChangesResponse>(WorkerMethods.GetChanges, _git.GetChanges.RunAsync);
        methods.Add<GetFileDiffRequest, GetTaskFileDiffResponse>(WorkerMethods.GetFileDiff, _git.GetFileDiff.RunAsync);
        methods.Add<CommitWorktreeRequest, CommitWorktreeResponse>(WorkerMethods.CommitWorktree, _git.CommitWorktree.RunAsync);
        methods.Add<TryMergeRequest, TryMergeResponse>(WorkerMethods.PreviewMerge, _git.PreviewMerge.RunAsync);
        methods.Add<MergeBranchRequest, MergeBranchResponse>(WorkerMethods.MergeBranch, _git.MergeBranch.RunAsync);
        methods.Add<RevertMergeRequest, NoResponse>(WorkerMethods.UndoMerge, _git.UndoMerge.RunAsync);
        methods.Add<CreateSnapshotRequest, CreateSnapshotResponse>(WorkerMethods.CreateSnapshot, _git.CreateSnapshot.RunAsync);
        methods.Add<FindSnapshotsRequest, ListSnapshotsResponse>(WorkerMethods.ListSnapshots, _git.ListSnapshots.RunAsync);
        methods.Add<ApplySnapshotRequest, RestoreSnapshotResponse>(WorkerMethods.RestoreSnapshot, _git.RestoreSnapshot.RunAsync);
        methods.Add<BrowseDirectoryRequest, BrowseDirectoryResponse>(WorkerMethods.BrowseDirectory, _git.BrowseDirectory.RunAsync);
        methods.Add<NoRequest, ListBrowseRootsResponse>(WorkerMethods.ListBrowseRoots, _git.ListBrowseRoots.RunAsync);
        return methods;
    }

    /// <summary>Shows the host that this worker lives, and keeps the leases of what it runs.</summary>
    private async Task BeatAsync(RegisterWorkerResponse registered)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(registered.HeartbeatSeconds), _time);
        try
        {
            while (await tick.WaitForNextTickAsync(_stopping.Token))
            {
                await _connection.CallAsync(
                    HostMethods.WorkerHeartbeat,
                    new WorkerHeartbeatRequest
                    {
                        WorkerId = registered.WorkerId,
                        CurrentLoad = new WorkerLoad
                        {
                            RunningTasks = _sessions.Running,
                            MemoryUsage = System.Environment.WorkingSet,
                        },
                        Leases = _sessions.Leases,
                    },
                    ProtocolJson.Default.WorkerHeartbeatRequest, ProtocolJson.Default.NoResponse, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        catch (Exception lost) when (lost is RpcException or RpcClosedException or TimeoutException)
        {
            LogBeatLost(lost.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} could not be done")]
    private partial void LogBroken(string method, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The host does not hear this worker any more: {Reason}")]
    private partial void LogBeatLost(string reason);
}
