namespace Homeport.Platform.Sandboxes;

/// <summary>The programs and settings of the operating system, as far as a confined program needs them: nobody's data is among them.</summary>
public static class SystemFolders
{
    private static readonly string[] Roots = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix", "/gnu"];

    /// <summary>Of <c>/etc</c>: name service, certificates, language and shells. Not passwords, keys, or what services are told.</summary>
    private static readonly string[] Settings =
    [
        "alternatives", "bash.bashrc", "bash_completion.d", "ca-certificates", "ca-certificates.conf", "crypto-policies", "debian_version",
        "dotnet", "fish", "fonts", "gai.conf", "gitconfig", "group", "host.conf", "hostname", "hosts", "inputrc", "java", "ld.so.cache", "ld.so.conf",
        "ld.so.conf.d", "locale.alias", "locale.conf", "localtime", "mime.types", "nsswitch.conf", "os-release", "passwd", "pki", "profile",
        "profile.d", "protocols", "python3", "redhat-release", "resolv.conf", "services", "shells", "ssl", "terminfo", "timezone", "zsh",
    ];

    /// <summary>Is everything below it seen in every sandbox?</summary>
    public static bool Holds(string path) => Roots.Any(root => path == root || path.StartsWith(root + "/", StringComparison.Ordinal));

    /// <summary>For a sandbox that is made of the host's own system.</summary>
    public static IEnumerable<SandboxMount> Mounts()
    {
        foreach (var root in Roots)
        {
            if (new DirectoryInfo(root) is { Exists: true } folder)
            {
                yield return folder.LinkTarget is { } target ? new SandboxMount(root, SandboxMountKind.Link, target) : SandboxMount.ReadOnly(root);
            }
        }

        foreach (var path in Settings.Select(name => $"/etc/{name}").Where(Path.Exists))
        {
            // One such as /etc/resolv.conf may be a link into a folder that is not there inside: what it means is shown in its place.
            var real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
            if (real is null || Holds(real))
            {
                yield return SandboxMount.ReadOnly(path);
            }
            else if (Path.Exists(real))
            {
                yield return new SandboxMount(path, SandboxMountKind.ReadOnly, real);
            }
        }
    }
}
