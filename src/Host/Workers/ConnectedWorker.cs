using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Domain;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Backend;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Link;
using Homeport.Rpc;

namespace Homeport.Host.Workers;

/// <summary>A worker that has registered over a connection that is open.</summary>
internal sealed class ConnectedWorker(string id, RegisterWorkerRequest registration, RpcConnection connection, TimeProvider time)
{
    private long _heardAt = time.GetTimestamp();

    /// <summary>Long enough for a worktree of a very large repository; each worker method bounds itself more tightly.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(5);

    public string Id { get; } = id;

    public int MaxConcurrentTasks => registration.Capacity.MaxConcurrentTasks;

    public IReadOnlyList<AgentView> Agents { get; set; } = registration.Agents;

    public int RunningTasks { get; private set; }

    public DateTimeOffset? LastHeartbeatAt { get; private set; }

    /// <summary>It finishes what runs and takes nothing new.</summary>
    public bool IsDraining { get; set; }

    /// <summary>When it came into the state it is in.</summary>
    public DateTimeOffset Since { get; private set; } = time.GetUtcNow();

    public int ProcessId => registration.ProcessId;

    /// <summary>The ids of dead workers in whose place it stands.</summary>
    public IReadOnlyList<string> TookOver => registration.TookOver;

    /// <summary>Completes when its connection is over.</summary>
    public Task Gone => connection.Closed;

    /// <summary>A call met the end of its connection. That is known before the directory has taken it out.</summary>
    public bool IsGone { get; private set; }

    /// <summary>By a clock that stands still while the machine sleeps.</summary>
    public TimeSpan SilentFor(TimeProvider clock) => clock.GetElapsedTime(Volatile.Read(ref _heardAt));

    public void Hear(WorkerLoad load)
    {
        (RunningTasks, LastHeartbeatAt) = (load.RunningTasks, time.GetUtcNow());
        Volatile.Write(ref _heardAt, time.GetTimestamp());
    }

    /// <summary>It was told to take nothing new.</summary>
    public void BeginDrain()
    {
        if (!IsDraining)
        {
            (IsDraining, Since) = (true, time.GetUtcNow());
        }
    }

    /// <summary>Without what is alive on it, which the rows tell.</summary>
    public FleetWorkerView Fleet() => new()
    {
        Id = Id,
        Name = registration.Name,
        Version = registration.Version,
        State = IsDraining ? FleetWorkerState.Draining : FleetWorkerState.Connected,
        Since = Since,
        ProcessId = registration.ProcessId,
        StartedAt = registration.StartedAt,
        LastHeartbeatAt = LastHeartbeatAt,
        MaxConcurrentTasks = MaxConcurrentTasks,
        RunningTasks = 0,
        Processors = registration.Capacity.AvailableCpus,
        TotalMemory = registration.Capacity.AvailableMemory,
        Terminals = 0,
        Services = 0,
    };

    public WorkerView View => new()
    {
        Id = Id,
        Name = registration.Name,
        Version = registration.Version,
        Connected = true,
        Draining = IsDraining,
        ProcessId = registration.ProcessId,
        StartedAt = registration.StartedAt,
        MaxConcurrentTasks = MaxConcurrentTasks,
        RunningTasks = RunningTasks,
        LastHeartbeatAt = LastHeartbeatAt,
    };

    /// <inheritdoc cref="IWorkerRpc.CallAsync"/>
    public async Task<Result<TResponse>> CallAsync<TRequest, TResponse>(
        string method, TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
        where TResponse : notnull
    {
        try
        {
            return await connection.CallAsync(
                method, request, TypeOf<TRequest>(), TypeOf<TResponse>(), CallTimeout, cancellationToken);
        }
        catch (RpcException refused)
        {
            return ToProblem(method, refused.Error);
        }
        catch (RpcClosedException)
        {
            IsGone = true;
            return new Problem(ProblemCode.Unavailable, "The worker went away before it answered. Try again in a moment.");
        }
        catch (TimeoutException)
        {
            return new Problem(ProblemCode.Timeout, $"The worker did not answer {method} within {CallTimeout.TotalMinutes:0} minutes.");
        }
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)ProtocolJson.Default.GetTypeInfo(typeof(T))!;

    private static Problem ToProblem(string method, RpcError error)
    {
        var data = error.Data?.Deserialize(ProtocolJson.Default.ErrorData);
        return new Problem(
            data is not null && Enum.TryParse<ProblemCode>(data.Code.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var code)
                ? code
                : ProblemCode.Internal,
            data?.Detail ?? $"The worker could not do {method}: {error.Message}")
        {
            Facts = data?.Facts ?? new Dictionary<string, string[]>(),
        };
    }
}
