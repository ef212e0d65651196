using System.Globalization;
using Homeport.Platform.Processes;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Setup;

/// <summary>The environment of a program that a project runs in a task's worktree: the person's allow-listed one, and what it should know of the task.</summary>
internal static class TaskVariables
{
    /// <summary>Where tools of this machine keep themselves; a build finds nothing without them.</summary>
    private static readonly string[] Tools =
    [
        "JAVA_HOME", "ANDROID_HOME", "ANDROID_SDK_ROOT", "GOPATH", "GOROOT", "GOPROXY", "GOPRIVATE", "CARGO_HOME", "RUSTUP_HOME", "NVM_DIR", "FNM_DIR",
        "VOLTA_HOME", "PNPM_HOME", "BUN_INSTALL", "PYENV_ROOT", "RBENV_ROOT", "GEM_HOME", "DOCKER_HOST", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "NODE_EXTRA_CA_CERTS", "PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "PLAYWRIGHT_BROWSERS_PATH", "NIX_PATH", "ASDF_DIR", "MISE_DATA_DIR",
    ];

    /// <summary>What a person's own programs get of our environment.</summary>
    public static EnvironmentAllowList Allowed { get; } = EnvironmentAllowList.Usual.With(Tools, []);

    /// <exception cref="EnvironmentRefusedException">A port has a name that changes how programs load.</exception>
    public static Dictionary<string, string> Build(IReadOnlyDictionary<string, string> ours, TaskEnvironment task)
    {
        var environment = Allowed.Build(ours, PortsOf(task));
        Add(environment, task);
        return environment;
    }

    /// <summary>Tells a program that has an environment of its own what it should know of the task; nothing that it has is replaced.</summary>
    public static void Add(Dictionary<string, string> environment, TaskEnvironment task)
    {
        foreach (var (name, port) in PortsOf(task))
        {
            environment.TryAdd(name, port);
        }

        environment["HOMEPORT_WORKTREE"] = task.WorktreePath;
        environment["HOMEPORT_REPOSITORY"] = task.RepositoryPath;
        environment["HOMEPORT_BRANCH"] = task.Branch;
        environment["HOMEPORT_BASE_BRANCH"] = task.BaseBranch;
    }

    private static Dictionary<string, string> PortsOf(TaskEnvironment task) =>
        task.Ports.ToDictionary(port => port.Key, port => port.Value.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
