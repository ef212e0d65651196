using Homeport.Platform.Processes;
using Homeport.Platform.Sandboxes;
using Homeport.Protocol.Tasks;

namespace Homeport.Worker.Sandboxes;

/// <summary>Which rungs of the ladder this machine can do. What was found is believed for a while.</summary>
internal sealed class LadderProbe(WorkerOptions options, TimeProvider time) : IDisposable
{
    /// <summary>The image that the recipe in <c>packaging/agents</c> makes.</summary>
    public const string UsualImage = "localhost/homeport-agents:latest";

    /// <summary>Long enough for a busy start, short enough that what a person installs is found soon.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<(Isolation, string), (long At, SandboxSupport Found)> _found = [];

    public string? Bubblewrap => ExecutableLookup.Find(Homeport.Platform.Sandboxes.Bubblewrap.ProgramName, SearchPath);

    public ContainerEngine? Engine => ContainerEngine.Find(options.ContainerEngine, SearchPath);

    private string? SearchPath => options.Environment.GetValueOrDefault("PATH");

    public ContainerSpec Container(string? image) => new()
    {
        Image = image ?? options.ContainerImage ?? UsualImage,
        Label = $"homeport={OwnerMarker.ForRoot(options.Root).Value}",
    };

    public async Task<IReadOnlyList<IsolationView>> AllAsync(CancellationToken cancellationToken) =>
    [
        new IsolationView { Kind = Isolation.InPlace, Available = true },
        new IsolationView { Kind = Isolation.Worktree, Available = true },
        View(Isolation.Sandbox, await FindAsync(Isolation.Sandbox, null, cancellationToken)),
        View(Isolation.Container, await FindAsync(Isolation.Container, null, cancellationToken)),
    ];

    public async Task<SandboxSupport> FindAsync(Isolation kind, string? image, CancellationToken cancellationToken)
    {
        var key = (kind, image ?? "");
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_found.TryGetValue(key, out var known) && time.GetElapsedTime(known.At) < Believed)
            {
                return known.Found;
            }

            var found = kind == Isolation.Sandbox
                ? await Homeport.Platform.Sandboxes.Bubblewrap.ProbeAsync(SearchPath, time, cancellationToken)
                : await ContainerAsync(image, cancellationToken);
            _found[key] = (time.GetTimestamp(), found);
            return found;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<SandboxSupport> ContainerAsync(string? image, CancellationToken cancellationToken)
    {
        if (Engine is not { } engine)
        {
            return new SandboxSupport(null, "Neither Podman nor Docker is installed.", ContainerEngine.InstallStep);
        }

        var container = Container(image);
        await engine.SweepAsync(container.Label, options.Environment, time, cancellationToken);
        return await engine.ProbeAsync(container, options.Environment, time, cancellationToken);
    }

    private static IsolationView View(Isolation kind, SandboxSupport found) => new()
    {
        Kind = kind,
        Available = found.IsAvailable,
        Detail = found.Detail,
        Reason = found.Reason,
        Next = found.Next,
    };
}
