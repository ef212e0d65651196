using System.Diagnostics.CodeAnalysis;
using Homeport.Platform.Processes;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Browse;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Agents;
using Homeport.Worker.Disk;
using Homeport.Worker.Git;
using Homeport.Worker.Import;
using Homeport.Worker.Journal;
using Homeport.Worker.Link;
using Homeport.Worker.Mcp;
using Homeport.Worker.Processes;
using Homeport.Worker.Runs;
using Homeport.Worker.Sandboxes;
using Homeport.Worker.Services;
using Homeport.Worker.Setup;
using Homeport.Worker.Terminals;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker;

/// <summary>
/// The execution plane: runs agents, git and processes for a host that it dials. The table of contents of what it can do is
/// <see cref="Methods"/>. Owns everything it started; it all lives on while no host is there, and disposing ends all of it.
/// </summary>
public sealed class WorkerApplication : ILinkFacts, IAsyncDisposable
{
    private static readonly TimeSpan LeftoverGrace = TimeSpan.FromSeconds(1);

    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly WorkerFolder _folder;
    private readonly DateTimeOffset _startedAt;
    private readonly Journals _journals;
    private readonly JournalRecovery _recovery;
    private readonly Sessions _sessions;
    private readonly TerminalSessions _terminals;
    private readonly LivingServices _services;
    private readonly AgentProber _prober;
    private readonly LadderProbe _ladder;
    private readonly Confining _confining;
    private readonly PinnedFiles _pinned;
    private readonly GitUseCases _git;
    private readonly DiskMethods _disk;
    private readonly ProcessMethods _processes;
    private readonly PastStores _past;
    private readonly HostLink _link;
    private readonly WorkerLife _life;
    private readonly CancellationTokenSource _stopping = new();
    private ProcessGuard? _guard;
    private Task _loops = Task.CompletedTask;

    private WorkerApplication(WorkerOptions options, WorkerFolder folder, DialHost dial, ILoggerFactory loggers, TimeProvider time)
    {
        (_options, _folder, _time, _startedAt) = (options, folder, time, time.GetUtcNow());
        var environment = EnvironmentAllowList.Usual.Build(options.Environment, new Dictionary<string, string>());
        string[] roots = [options.Environment.GetValueOrDefault("HOME") ?? "/", .. options.ExtraRoots];
        _git = new GitUseCases("git", environment, options.Root, roots, time);
        _disk = new DiskMethods(options, environment, time);
        _processes = new ProcessMethods(options, time);
        _past = new PastStores(options, time);
        var host = new HostConnection(time);
        var programs = new AgentPrograms(options, time);
        _prober = new AgentProber(programs, options, time);
        _ladder = new LadderProbe(options, time);
        _confining = new Confining(options, _ladder, time);
        _journals = new Journals(
            Path.Combine(folder.Path, JournalRecovery.JournalsName), host, new JournalOptions(), time, loggers.CreateLogger<Journals>());
        _recovery = new JournalRecovery(folder.Path, _journals, loggers.CreateLogger<JournalRecovery>());
        _pinned = new PinnedFiles(options);
        _terminals = new TerminalSessions(options, _confining, () => host.Current, time);
        _sessions = new Sessions(
            new AgentLauncher(programs, options, _confining, _terminals, time),
            new McpSelection(_pinned),
            new TurnSnapshots(_git.CreateSnapshot, _git.GetChanges, loggers.CreateLogger<TurnSnapshots>()),
            new SetupSteps(_git.CopyPlanner, options, _confining, time),
            options, _journals, host, time);
        _services = new LivingServices(options, _confining, host, time);
        _link = new HostLink(dial, Methods(), host, this, time, loggers.CreateLogger<HostLink>());
        _life = new WorkerLife(_link, _folder.Path, () => IsIdle, options.EndsAlone, time);
    }

    /// <summary>Completes with the reason when the worker has nothing more to do here; dispose it then.</summary>
    public Task<string> Ended => _life.Ended;

    /// <summary>Nothing lives on it that a person would miss.</summary>
    private bool IsIdle => _sessions.IsIdle && _journals.IsSettled && _terminals.IsIdle && _services.Living.Count == 0;

    /// <summary>Repairs what an earlier worker left half done, then begins to dial the host; it goes on for as long as it lives.</summary>
    /// <param name="options">Where it works and what it may use.</param>
    /// <param name="dial">The way to the host.</param>
    /// <param name="loggers">For the operator.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The worker owns its folder.")]
    public static async Task<WorkerApplication> StartAsync(
        WorkerOptions options, DialHost dial, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = WorkerFolder.Create(options.Root, Guid.CreateVersion7(time.GetUtcNow()).ToString());
        options = options with { Marker = OwnerMarker.ForWorker(folder.Id) };
        var worker = new WorkerApplication(options, folder, dial, loggers, time);
        try
        {
            worker._guard = new ProcessGuard(
                options.Marker.Value, options.Environment.GetValueOrDefault("PATH") ?? "/usr/bin:/bin", time, loggers.CreateLogger<ProcessGuard>());
            await worker.TakeOverAsync(cancellationToken);
            await worker._git.Repair.RepairAsync(cancellationToken);
            worker._loops = Task.WhenAll(worker._link.RunAsync(worker._stopping.Token), worker._life.WatchAsync(worker._stopping.Token));
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Looks for the agents on this machine, without a host.</summary>
    public static Task<IReadOnlyList<AgentView>> ProbeAgentsAsync(WorkerOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        new AgentProber(new AgentPrograms(options, time), options, time).ProbeAsync(fresh: true, [], cancellationToken);

    /// <summary>Finds out which kinds of isolation this machine can do, without a host.</summary>
    public static async Task<IReadOnlyList<IsolationView>> ProbeIsolationsAsync(
        WorkerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        using var ladder = new LadderProbe(options, time);
        return await ladder.AllAsync(cancellationToken);
    }

    /// <summary>Ends the agents, the terminals, the services and their process trees, then the link.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_sessions.DisposeAsync().AsTask(), _terminals.DisposeAsync().AsTask(), _services.DisposeAsync().AsTask());
        await _journals.DisposeAsync();
        await _stopping.CancelAsync();
        await _loops;
        await _disk.DisposeAsync();
        await _past.DisposeAsync();
        _processes.Dispose();
        _ladder.Dispose();
        if (_guard is not null)
        {
            await _guard.DisposeAsync();
        }

        if (_journals.HasLeftNothing)
        {
            _folder.Remove();
        }

        _folder.Dispose(); // what the host has not heard is carried on by the next worker
        _stopping.Dispose();
    }

    RegisterWorkerRequest ILinkFacts.Registration() => new()
    {
        Name = _options.Name,
        Version = _options.Version,
        LinkVersion = LinkProtocol.Version,
        WorkerId = _folder.Id,
        ProcessId = System.Environment.ProcessId,
        StartedAt = _startedAt,
        Capacity = new WorkerCapacity
        {
            MaxConcurrentTasks = _options.MaxConcurrentTasks,
            AvailableCpus = System.Environment.ProcessorCount,
            AvailableMemory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        },
        Labels = [],
        Agents = [],
        Fingerprint = _options.Fingerprint,
        TookOver = _recovery.TookOver,
        Turns = _journals.Turns,
        Terminals = _terminals.All,
        Services = _services.Living,
    };

    WorkerHeartbeatRequest ILinkFacts.Heartbeat(string workerId) => new()
    {
        WorkerId = workerId,
        CurrentLoad = new WorkerLoad { RunningTasks = _sessions.Running, MemoryUsage = System.Environment.WorkingSet },
        Leases = [.. _journals.Turns.Select(turn => turn.LeaseToken)],
    };

    async Task ILinkFacts.ObeyAsync(IReadOnlyList<long> revoked, bool drain)
    {
        if (drain)
        {
            _life.Drain();
        }

        await _sessions.RevokeAsync(revoked);
    }

    /// <summary>The host stops. What lives here goes on without it, unless it is to end too or nothing lives.</summary>
    private async Task<LeaveWorkerResponse> LeaveAsync(LeaveWorkerRequest request)
    {
        if (request.EndAll)
        {
            // Now, while there is a host to record how they ended.
            await Task.WhenAll(_sessions.DisposeAsync().AsTask(), _terminals.EndAllAsync(), _services.DisposeAsync().AsTask());
        }

        var ends = request.EndAll || (_options.EndsAlone is not null && IsIdle);
        if (ends)
        {
            _life.End("the host stopped");
        }

        return new LeaveWorkerResponse { Ends = ends };
    }

    /// <summary>Ends what dead workers left running, and carries on what they had not told.</summary>
    private async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in WorkerFolder.TakeAbandoned(_options.Root))
        {
            await OrphanGuard.SweepAsync(OwnerMarker.ForWorker(folder.Id), LeftoverGrace, _time, cancellationToken);
            await _recovery.TakeOverAsync(folder.Id, folder.Path, cancellationToken);
            folder.Remove();
        }
    }

    private Task<AssignTaskResponse> AssignAsync(AssignTaskRequest request) => _life.IsDraining
        ? Task.FromResult(new AssignTaskResponse { Accepted = false, Reason = "This worker takes nothing new: it is being replaced. Try again in a moment." })
        : _sessions.AssignAsync(request);

    private MethodTable Methods()
    {
        var methods = new MethodTable();
        _terminals.Register(methods);
        methods.Add<AssignTaskRequest, AssignTaskResponse>(WorkerMethods.AssignTask, (request, _) => AssignAsync(request));
        methods.Add<StopSessionRequest>(WorkerMethods.StopSession, (request, _) => _sessions.StopAsync(request));
        methods.Add<AnswerAgentRequest>(WorkerMethods.AnswerAgent, _sessions.AnswerAsync);
        methods.Add<ConfigureSessionRequest>(WorkerMethods.ConfigureSession, _sessions.ConfigureAsync);
        methods.Add<SteerSessionRequest, SteerSessionResponse>(WorkerMethods.SteerSession, _sessions.SteerAsync);
        methods.Add<InterruptTurnRequest>(WorkerMethods.InterruptTurn, (request, _) => _sessions.InterruptAsync(request));
        methods.Add<LeaveWorkerRequest, LeaveWorkerResponse>(WorkerMethods.LeaveWorker, (request, _) => LeaveAsync(request));
        methods.Add<NoRequest>(WorkerMethods.DrainWorker, (_, _) =>
        {
            _life.Drain();
            return Task.CompletedTask;
        });
        _services.Register(methods);
        methods.Add<ProbeAgentsRequest, ListAgentsResponse>(
            WorkerMethods.ProbeAgents,
            async (request, cancellationToken) => new ListAgentsResponse { Items = await _prober.ProbeAsync(request.Fresh, request.Programs, cancellationToken) });
        methods.Add<FindPinnedFilesRequest, FindPinnedFilesResponse>(WorkerMethods.FindPinnedFiles, _pinned.RunAsync);
        methods.Add<NoRequest, ListIsolationsResponse>(
            WorkerMethods.ProbeIsolations,
            async (_, cancellationToken) => new ListIsolationsResponse { Items = await _ladder.AllAsync(cancellationToken) });

        methods.Add<InspectRepositoryRequest, InspectRepositoryResponse>(WorkerMethods.InspectRepository, _git.InspectRepository.RunAsync);
        methods.Add<CloneRepositoryRequest, CloneRepositoryResponse>(WorkerMethods.CloneRepository, _git.CloneRepository.RunAsync);
        methods.Add<FindFilesRequest, FindFilesResponse>(WorkerMethods.FindFiles, _git.FindFiles.RunAsync);
        methods.Add<FindBranchesRequest, ListBranchesResponse>(WorkerMethods.ListBranches, _git.ListBranches.RunAsync);
        methods.Add<CreateWorktreeRequest, CreateWorktreeResponse>(WorkerMethods.CreateWorktree, _git.CreateWorktree.RunAsync);
        methods.Add<RemoveWorktreeRequest, RemoveWorktreeResponse>(WorkerMethods.RemoveWorktree, _git.RemoveWorktree.RunAsync);
        methods.Add<RestoreWorktreeRequest>(WorkerMethods.RestoreWorktree, _git.RestoreWorktree.RunAsync);
        methods.Add<PurgeTrashRequest, PurgeTrashResponse>(WorkerMethods.PurgeTrash, _git.PurgeTrash.RunAsync);
        new SetupMethods(_git.CopyPlanner, new RunCleanup(_options, _confining, _time), new FreePorts()).Register(methods);
        methods.Add<FindUntrustedRequest, FindUntrustedResponse>(WorkerMethods.FindUntrusted, _git.FindUntrusted.RunAsync);
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
        _disk.Register(methods);
        _processes.Register(methods);
        _past.Register(methods);
        return methods;
    }
}
