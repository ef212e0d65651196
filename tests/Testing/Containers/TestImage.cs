using System.Security.Cryptography;
using System.Text;
using Homeport.Testing.Programs;

namespace Homeport.Testing.Containers;

/// <summary>
/// An image made of this machine's own shell, git and tools, because no registry is needed for it. Made once for a machine and
/// version of its recipe. The options are those that an engine needs on a machine with mixed control groups.
/// </summary>
public static class TestImage
{
    /// <summary>For <c>HOMEPORT_CONTAINER_ENGINE</c>.</summary>
    public const string Engine = "podman --runtime runc --cgroup-manager cgroupfs";

    private const string Recipe = """
        set -e
        root=$1
        mkdir -p $root/usr/bin $root/usr/lib/git-core $root/usr/lib64 $root/etc $root/tmp $root/run $root/root $root/proc $root/sys $root/dev $root/var/tmp $root/home $root/mnt
        ln -s usr/bin $root/bin; ln -s usr/lib $root/lib; ln -s usr/lib64 $root/lib64; ln -s usr/bin $root/sbin
        libraries() { ldd "$1" 2>/dev/null | grep -o '/[^ ]*' | while read -r lib; do mkdir -p "$root$(dirname "$lib")"; cp -Ln "$lib" "$root$lib"; done; true; }
        for tool in sh bash git cat ls ln rm mv cp mkdir touch chmod chown id env sleep kill grep cut tr wc test true false head tail sed stat find printf echo setsid mount umount unshare nsenter chroot mknod readlink basename dirname uname; do
          path=$(command -v "$tool") && [ -f "$path" ] || path=/usr/bin/$tool
          [ -f "$path" ] || continue
          cp -Ln "$path" "$root/usr/bin/$tool"; libraries "$path"
        done
        for command in git git-upload-pack git-receive-pack git-upload-archive; do ln -s ../../bin/git $root/usr/lib/git-core/$command; done
        ln -s git $root/usr/bin/git-upload-pack; ln -s git $root/usr/bin/git-receive-pack
        for library in $(find /usr/share/dotnet/shared/Microsoft.NETCore.App /usr/lib/dotnet/shared -name libcoreclr.so -o -name libSystem.Native.so 2>/dev/null); do libraries "$library"; done
        libraries "$(readlink -f "$(command -v dotnet)")"
        printf 'root:x:0:0:root:/root:/bin/sh\n' > $root/etc/passwd; printf 'root:x:0:\n' > $root/etc/group
        tar -C "$root" -cf - . | podman import --change CMD=sh - "$2" >/dev/null
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <summary>Its name, once it is there.</summary>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        var name = $"localhost/homeport-test:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Recipe)).AsSpan(0, 6))}";
        await Gate.WaitAsync(cancellationToken);
        var folder = Directory.CreateTempSubdirectory("homeport-image-");
        try
        {
            var there = await ProgramRun.RunAsync("podman", ["image", "exists", name], "/", null, Limit, cancellationToken);
            if (there.ExitCode != 0)
            {
                var made = await ProgramRun.RunAsync("sh", ["-c", Recipe, "sh", folder.FullName, name], "/", null, Limit, cancellationToken);
                if (made.ExitCode != 0)
                {
                    throw new InvalidOperationException($"The image for tests could not be made. Install podman and runc. {made.Errors}");
                }
            }

            return name;
        }
        finally
        {
            folder.Delete(recursive: true);
            Gate.Release();
        }
    }
}
