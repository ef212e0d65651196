using System.Text.Json.Serialization.Metadata;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Services;
using Homeport.Rpc;
using Homeport.Rpc.InProcess;
using Homeport.Testing;
using Homeport.Testing.Files;
using Homeport.Worker.Link;
using Homeport.Worker.Services;
using Homeport.Worker.Tests.Sandboxes;

namespace Homeport.Worker.Tests.Services;

/// <summary>Services of a worker, with real processes, by the methods that the host calls.</summary>
public sealed class ServiceTests : IServiceNotices, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly Recording<ServiceStatus> _told = new();
    private readonly string _id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch).ToString();
    private LivingServices _services = null!;
    private RpcConnection _worker = null!;
    private RpcConnection _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Begin();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _folder.Dispose();
    }

    ValueTask IServiceNotices.TellAsync(ServiceStatus status, CancellationToken cancellationToken)
    {
        _told.Add(status);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_service_runs_with_its_folder_its_environment_and_its_task_and_its_ports_are_found()
    {
        var folder = _folder.Folder("work");
        var started = await StartAsync(
            new ServiceDefinition
            {
                Command = """
                    echo "$(pwd) $MODE $PORT $HOMEPORT_BRANCH $HOMEPORT_TASK $HOMEPORT_ROLE ${SECRET-none}"
                    exec python3 -c "
                    import socket, time
                    s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(8)
                    t = socket.socket(); t.bind(('0.0.0.0', 0)); t.listen(8)
                    print('BACKEND_PORT:%d' % s.getsockname()[1], flush=True); print('also', t.getsockname()[1], flush=True)
                    time.sleep(600)"
                    """,
                WorkingDirectory = folder,
                Environment = new Dictionary<string, string> { ["MODE"] = "dev" },
                Discovery = new ServiceDiscovery { Kind = ServiceDiscoveryKind.PortLine },
            },
            request => request with
            {
                Kind = ServiceKind.StartupCommand,
                TaskId = "task-1",
                Environment = new TaskEnvironment
                {
                    RepositoryPath = "/r",
                    WorktreePath = folder,
                    Branch = "b",
                    BaseBranch = "main",
                    Ports = new Dictionary<string, int> { ["PORT"] = 4711 },
                },
            });

        Assert.Equal((_id, ServiceKind.StartupCommand, "task-1"), (started.ServiceId, started.Kind, started.TaskId));
        var running = await _told.FindAsync(status => status.Ports.Count == 2, Token).WaitAsync(Limit, Token);
        Assert.Equal(ServiceState.Running, running.State);
        Assert.True(running.Ports.Single(port => port.Port == running.Port).Loopback);
        Assert.False(running.Ports.Single(port => port.Port != running.Port).Loopback);
        var log = await LogAsync();
        Assert.Contains($"{folder} dev 4711 b task-1 service/{_id} none", log.Lines.Select(line => line.Text));
        Assert.Equal([_id], _services.Living);

        await CallAsync(WorkerMethods.StopService, new StopServiceRequest { ServiceId = _id }, ProtocolJson.Default.NoResponse);

        Assert.Empty(_services.Living);
        Assert.False(Directory.Exists($"/proc/{running.ProcessId}"));
        var stopped = await _told.FindAsync(status => status.State == ServiceState.Stopped, Token).WaitAsync(Limit, Token);
        Assert.Empty(stopped.Ports);
    }

    [Fact]
    public async Task A_killed_service_comes_back_and_each_change_is_told_once()
    {
        var first = await StartAsync(new ServiceDefinition { Arguments = ["sleep", "600"], Backoff = new ServiceBackoff { BaseSeconds = 0, JitterSeconds = 0 } });

        using (var victim = System.Diagnostics.Process.GetProcessById(first.ProcessId!.Value))
        {
            victim.Kill();
        }

        var second = await _told.FindAsync(status => status.State == ServiceState.Running && status.Restarts == 1, Token).WaitAsync(Limit, Token);
        Assert.Equal(9, second.ExitSignal);
        Assert.NotEqual(first.ProcessId, second.ProcessId);
        Assert.Contains(
            (await LogAsync()).Lines, line => line.Source == ServiceLogSource.Supervisor && line.Text.StartsWith("It ended with signal 9.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_definition_changes_nothing_another_one_replaces_and_a_restart_is_a_restart()
    {
        var definition = new ServiceDefinition { Arguments = ["sleep", "600"] };
        var first = await StartAsync(definition);
        var same = await StartAsync(definition);
        var restarted = await StartAsync(definition, method: WorkerMethods.RestartService);
        var other = await StartAsync(new ServiceDefinition { Arguments = ["sleep", "601"] });

        Assert.Equal(first.ProcessId, same.ProcessId);
        Assert.Equal(3, new[] { first, restarted, other }.Select(status => status.ProcessId).Distinct().Count());
        Assert.False(Directory.Exists($"/proc/{first.ProcessId}"));
        Assert.False(Directory.Exists($"/proc/{restarted.ProcessId}"));
        Assert.Single((await CallAsync(WorkerMethods.ListServices, new NoRequest(), ProtocolJson.Default.ListServicesResponse)).Items);
    }

    [Fact]
    public async Task A_log_is_followed_from_where_it_was_read()
    {
        await StartAsync(new ServiceDefinition { Command = "while ! [ -e \"$HOME/go\" ]; do sleep 0.01; done; echo 'line 1 one'; sleep 600" });
        var log = await LogAsync();

        var following = LogAsync(from: log.Next, wait: 20);
        await File.WriteAllTextAsync(_folder.At("go"), "", Token);
        var more = await following.WaitAsync(Limit, Token);

        Assert.Equal("line 1 one", Assert.Single(more.Lines).Text);
        Assert.Equal(log.Next + 1, more.Next);
        Assert.Empty((await LogAsync(from: more.Next, wait: 0.01)).Lines);
        Assert.Equal("line 1 one", Assert.Single((await LogAsync(limit: 1)).Lines).Text);
        Assert.Equal("line 1 one", (await LogAsync(from: 1_000_000)).Lines[^1].Text); // numbers of a worker that is no more
    }

    [Fact]
    public async Task The_log_of_an_earlier_worker_is_read_from_its_file_until_it_is_forgotten()
    {
        await StartAsync(new ServiceDefinition { Command = "echo remembered; exit 0" });
        await _told.FindAsync(status => status.State == ServiceState.Stopped, Token).WaitAsync(Limit, Token);
        await EndAsync();
        Begin();

        var log = await LogAsync();
        Assert.Empty((await LogAsync(from: log.Next, wait: 0.01)).Lines); // who follows it has read the file
        await CallAsync(WorkerMethods.ForgetService, new StopServiceRequest { ServiceId = _id }, ProtocolJson.Default.NoResponse);
        var none = await LogAsync();

        Assert.Contains(log.Lines, line => line is { Text: "remembered", Source: ServiceLogSource.File });
        Assert.Empty(none.Lines);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "logs", "services")));
    }

    [Fact]
    public async Task Disposing_ends_all_of_them()
    {
        var one = await StartAsync(new ServiceDefinition { Command = "trap '' TERM; sleep 600 & wait; wait", StopGraceSeconds = 0.2 });

        await _services.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{one.ProcessId}"));
    }

    [Theory]
    [InlineData("../../etc/passwd", "is a UUID")]
    [InlineData("019a9f3c0000700080000000000000ff", "is a UUID")]
    public async Task An_id_that_is_no_uuid_is_refused(string id, string reason)
    {
        var refused = await RefusedAsync(new ServiceDefinition { Arguments = ["true"] }, request => request with { ServiceId = id });

        Assert.Contains(reason, refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_run_is_refused_with_the_reason()
    {
        (ServiceDefinition Definition, string Reason)[] bad =
        [
            (new ServiceDefinition(), "either a command or a list of arguments"),
            (new ServiceDefinition { Arguments = ["true"], Command = "true" }, "either a command or a list of arguments"),
            (new ServiceDefinition { Arguments = ["true"], WorkingDirectory = "here" }, "absolute path"),
            (new ServiceDefinition { Arguments = ["true"], Environment = new Dictionary<string, string> { ["LD_PRELOAD"] = "x" } }, "LD_PRELOAD"),
            (new ServiceDefinition { Arguments = ["true"], Discovery = new ServiceDiscovery { Kind = ServiceDiscoveryKind.Tcp } }, "needs that port"),
            (new ServiceDefinition { Arguments = ["true"], StartTimeoutSeconds = -1 }, "is no time to wait"),
        ];
        foreach (var (definition, reason) in bad)
        {
            Assert.Contains(reason, await RefusedAsync(definition), StringComparison.Ordinal);
        }

        var missing = await StartAsync(new ServiceDefinition { Arguments = ["no-such-program-here"] });
        Assert.Equal(ServiceState.Failed, missing.State);
        Assert.Contains("was not found in PATH", missing.Reason, StringComparison.Ordinal);
    }

    private void Begin()
    {
        var options = new WorkerOptions
        {
            Root = _folder.Path,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin", ["HOME"] = _folder.Path, ["SECRET"] = "ours" },
            Program = ["/bin/false"],
            Version = "test",
        };
        _services = new LivingServices(options, ConfiningOf.Machine(options), this, TimeProvider.System);
        var methods = new MethodTable();
        _services.Register(methods);
        var (ours, theirs) = PipePair.Create();
        _worker = new RpcConnection(ours, methods, RpcConnectionOptions.Default, TimeProvider.System);
        _host = new RpcConnection(theirs, new MethodTable(), RpcConnectionOptions.Default, TimeProvider.System);
        _worker.Start();
        _host.Start();
    }

    private async Task EndAsync()
    {
        await _services.DisposeAsync();
        await _host.DisposeAsync();
        await _worker.DisposeAsync();
    }

    private async Task<ServiceStatus> StartAsync(
        ServiceDefinition definition, Func<StartServiceRequest, StartServiceRequest>? change = null, string method = WorkerMethods.StartService)
    {
        var request = new StartServiceRequest { ServiceId = _id, Kind = ServiceKind.Sidecar, Name = "it", Definition = definition };
        return (await CallAsync(method, change?.Invoke(request) ?? request, ProtocolJson.Default.ServiceStatusResponse)).Service;
    }

    private async Task<string> RefusedAsync(ServiceDefinition definition, Func<StartServiceRequest, StartServiceRequest>? change = null) =>
        (await Assert.ThrowsAsync<RpcException>(() => StartAsync(definition, change))).Message;

    private Task<ServiceLogResponse> LogAsync(long? from = null, int? limit = null, double? wait = null) => CallAsync(
        WorkerMethods.ReadServiceLog,
        new ReadServiceLogRequest { ServiceId = _id, From = from, Limit = limit, WaitSeconds = wait }, ProtocolJson.Default.ServiceLogResponse);

    private Task<TResponse> CallAsync<TRequest, TResponse>(string method, TRequest request, JsonTypeInfo<TResponse> type)
        where TRequest : notnull
        where TResponse : notnull =>
        _host.CallAsync(method, request, (JsonTypeInfo<TRequest>)ProtocolJson.Default.GetTypeInfo(typeof(TRequest))!, type, Token);
}
