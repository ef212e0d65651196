using Homeport.Testing.Programs;

namespace Homeport.Testing.Containers;

/// <summary>Whether this machine can keep a program in a sandbox or a container at all; within another container it often cannot.</summary>
public static class MachineRungs
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly Lazy<Task<string?>> SandboxAnswer = new(() => TryAsync(
        "bwrap --unshare-all --ro-bind / / true", "bubblewrap cannot make a sandbox here (apt-get install bubblewrap)"));

    private static readonly Lazy<Task<string?>> ContainerAnswer = new(async () =>
        await TryAsync("command -v podman", "podman is not installed (apt-get install podman runc)") ?? await TryAsync(
            $"{TestImage.Engine} run --rm --network none --ulimit nofile=1024:1024 --ulimit nproc=4096:4096 {await TestImage.EnsureAsync(CancellationToken.None)} true",
            "podman cannot run a container here"));

    /// <summary>Why there is no sandbox; null if there is.</summary>
    public static Task<string?> WhyNoSandboxAsync() => SandboxAnswer.Value;

    /// <summary>Why there is no container; null if there is.</summary>
    public static Task<string?> WhyNoContainerAsync() => ContainerAnswer.Value;

    private static async Task<string?> TryAsync(string script, string reason)
    {
        var run = await ProgramRun.RunAsync("/bin/sh", ["-c", script], "/", environment: null, Limit, CancellationToken.None);
        return run.ExitCode == 0 ? null : $"{reason}: {run.Errors.Trim()}";
    }
}
