using System.Collections.Concurrent;
using Homeport.Agents;
using Homeport.Platform.Processes;

namespace Homeport.Worker.Agents;

/// <summary>
/// What the agents' programs on this machine say of themselves. Each is asked for its version once, and again when its file
/// is another or somebody wants to know.
/// </summary>
internal sealed class AgentPrograms(WorkerOptions options, TimeProvider time)
{
    private static readonly CommandLimits Limits = new() { MaxOutputBytes = 16 * 1024, MaxErrorBytes = 16 * 1024, Timeout = TimeSpan.FromSeconds(10) };

    private readonly ConcurrentDictionary<string, Answer> _versions = new(StringComparer.Ordinal);

    /// <summary>Where an agent's program is; null when it, or another that it needs, is not in PATH.</summary>
    public string? Find(AgentProbe probe) => probe.Requires.All(name => Locate(name) is not null)
        ? probe.Executables.Select(Locate).FirstOrDefault(found => found is not null)
        : null;

    /// <summary>The version that was last heard of the program that is there now; null when nobody asked it yet.</summary>
    public string? Known(AgentProbe probe) =>
        SpeakerOf(probe) is { } path && _versions.TryGetValue(path, out var answer) && answer.Stamp == FileStamp.Of(path) ? answer.Version : null;

    /// <summary>The version; null when the program does not tell it.</summary>
    public async Task<string?> AskVersionAsync(AgentProbe probe, bool fresh, CancellationToken cancellationToken)
    {
        if (SpeakerOf(probe) is not { } path || probe.VersionArguments.Count == 0)
        {
            return null;
        }

        var stamp = FileStamp.Of(path);
        if (!fresh && _versions.TryGetValue(path, out var known) && known.Stamp == stamp)
        {
            return known.Version;
        }

        var said = await RunAsync(path, probe.VersionArguments, EnvironmentAllowList.Usual, cancellationToken);
        var version = said is null ? null : AgentProbe.ParseVersion(said.Text) ?? AgentProbe.ParseVersion(said.Error);
        _versions[path] = new(stamp, version);
        return version;
    }

    /// <summary>Whether the program itself says that it has a login; null when it says nothing of it.</summary>
    public async Task<bool?> AskLoginAsync(IAgentAdapter adapter, string path, CancellationToken cancellationToken)
    {
        if (adapter.Probe.LoginCheck is not { } arguments)
        {
            return null;
        }

        var inherited = adapter.CreateLaunch(new()
        {
            SessionId = "",
            WorkingDirectory = options.Root,
            PermissionMode = adapter.Modes[0],
            ExecutablePath = path,
        }).InheritedEnvironment;
        var said = await RunAsync(
            path, arguments,
            EnvironmentAllowList.Usual.With(
                inherited.Where(name => !name.EndsWith('*')), inherited.Where(name => name.EndsWith('*')).Select(name => name[..^1])),
            cancellationToken);
        return said is null ? null : said.Exit.Code == 0;
    }

    private string? Locate(string name) => Path.IsPathFullyQualified(name)
        ? File.Exists(name) ? name : null
        : ExecutableLookup.Find(name, options.Environment.GetValueOrDefault("PATH"));

    private string? SpeakerOf(AgentProbe probe) => probe.VersionOf is { } other ? Locate(other) : Find(probe);

    /// <summary>Null when it could not be started or is mute.</summary>
    private async Task<CommandResult?> RunAsync(
        string path, IReadOnlyList<string> arguments, EnvironmentAllowList allowed, CancellationToken cancellationToken)
    {
        try
        {
            return await Command.RunAsync(
                new ProcessStart
                {
                    FileName = path,
                    Arguments = arguments,
                    WorkingDirectory = options.Root,
                    Environment = allowed.Build(options.Environment, new Dictionary<string, string>()),
                    Owner = OwnerMarker.ForRoot(options.Root),
                    Worker = options.Marker,
                },
                default, Limits, time, cancellationToken);
        }
        catch (Exception silent) when (silent is ProcessStartException or TimeoutException)
        {
            return null;
        }
    }

    private sealed record Answer(FileStamp Stamp, string? Version);

    /// <summary>Tells one file from another at the same path. Packages give all their files the same old date, but not the link to them.</summary>
    private readonly record struct FileStamp(DateTime Link, DateTime File, long Length)
    {
        public static FileStamp Of(string path)
        {
            var link = new FileInfo(path);
            var file = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
            return file.Exists ? new(link.LastWriteTimeUtc, file.LastWriteTimeUtc, file.Length) : default;
        }
    }
}
