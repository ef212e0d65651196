using System.Runtime.InteropServices;
using Homeport.Platform.Sandboxes;

namespace Homeport.Worker.Sandboxes;

/// <summary>Homeport's own executable, for the agent that is part of it: an image does not have it, so it is shown to the container.</summary>
internal sealed class OwnProgram(WorkerOptions options)
{
    public bool Is(string fileName) => fileName == options.Program[0];

    public IEnumerable<SandboxMount> Mounts() => options.Program.Where(Path.IsPathFullyQualified)
        .Select(path => Path.GetDirectoryName(path)!)
        .Append(RuntimeFolder()).OfType<string>()
        .Where(folder => folder is not "/bin" and not "/usr/bin" && Directory.Exists(folder))
        .Distinct(StringComparer.Ordinal).Select(SandboxMount.ReadOnly);

    public static void AddTo(Dictionary<string, string> environment)
    {
        if (RuntimeFolder() is { } folder)
        {
            environment["DOTNET_ROOT"] = folder;
        }
    }

    /// <summary>Where the runtime is that runs us; null when it is part of the executable. <c>/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.1/</c> lies in <c>/usr/share/dotnet</c>.</summary>
    private static string? RuntimeFolder()
    {
        var runtime = RuntimeEnvironment.GetRuntimeDirectory();
        var shared = runtime.IndexOf("/shared/Microsoft.NETCore.App/", StringComparison.Ordinal);
        return shared > 0 ? runtime[..shared] : null;
    }
}
