using System.Globalization;
using Homeport.Platform.Files;
using Homeport.Platform.Sockets;
using Homeport.Protocol.Backend;

namespace Homeport.Cli.Doctor;

/// <summary>The data folder: what kind of disk it is on, who can read what lies in it, and whether its times make sense.</summary>
internal sealed class FolderChecks(string root, TimeProvider time)
{
    private static readonly string[] NetworkSystems = ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs", "fuse.glusterfs", "lustre", "beegfs", "davfs", "virtiofs"];
    private static readonly string[] Private = ["auth-token", "homeport.db", "homeport.db-wal", "homeport.db-shm", "server.json", "logs", "worker", "ipc.sock"];
    private static readonly TimeSpan SmallSkew = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Oldest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); // no build of Homeport is older

    public IReadOnlyList<DiagnosticCheck> Run() => [FileSystem(), Permissions(), SocketPath(), Clock()];

    private DiagnosticCheck FileSystem()
    {
        var folder = Existing();
        var drive = new DriveInfo(folder);
        var format = drive.DriveFormat;
        var isNetwork = drive.DriveType == DriveType.Network || NetworkSystems.Contains(format, StringComparer.OrdinalIgnoreCase);
        return isNetwork
            ? Finding.Warning(
                "file system", $"The data folder lies on a network file system ({format}).",
                "SQLite and the locks of Homeport need a disk whose locks hold; on a network they may not, and rows can be damaged. Worktrees are slow there.",
                "homeport --root FOLDER   (a folder on a local disk), or keep the rows in PostgreSQL: HOMEPORT_STORE")
            : Finding.Ok("file system", $"The data folder lies on a local file system ({format}).");
    }

    private DiagnosticCheck Permissions()
    {
        if (!Directory.Exists(root))
        {
            return Finding.Ok("permissions", "Nothing lies in the data folder yet.");
        }

        // Nobody reaches what lies in a closed folder; the token is to be closed all the same.
        var isClosed = !IsOpen(root, UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var open = Private.Where(name => !isClosed || name == "auth-token").Select(name => Path.Combine(root, name))
            .Where(path => Path.Exists(path) && IsOpen(path, UnixFileMode.None)).ToArray();
        return open.Length == 0
            ? Finding.Ok("permissions", "Nobody else can read the token, the rows or the logs.")
            : Finding.Failed(
                "permissions", $"Others can read {string.Join(", ", open.Select(Path.GetFileName))} in {root}.",
                "Who reads the token can do all that you can; rows and logs tell what you work on.",
                $"chmod 700 '{root}'; chmod -R go= {string.Join(' ', open.Select(path => $"'{path}'"))}");
    }

    private DiagnosticCheck SocketPath()
    {
        var path = OwnerSocketPath.For(root);
        try
        {
            OwnerSocketPath.DemandOurs(path);
        }
        catch (UnsafePathException refused)
        {
            return Finding.Failed("socket", refused.Message, "Commands find Homeport by this socket, and would speak with whoever made it.", $"Choose a shorter data folder: homeport --root FOLDER");
        }

        return path.StartsWith(root + "/", StringComparison.Ordinal)
            ? Finding.Ok("socket", $"The owner socket is {path}.")
            : Finding.Warning(
                "socket", $"The path of the data folder is too long for a socket in it, so the socket is {path}.",
                "/tmp is emptied by some systems, and then commands do not find a Homeport that runs.",
                "Choose a shorter data folder: homeport --root FOLDER");
    }

    private DiagnosticCheck Clock()
    {
        var now = time.GetUtcNow();
        var newest = Directory.Exists(root)
            ? new DirectoryInfo(root).EnumerateFileSystemInfos().Select(entry => (DateTimeOffset?)entry.LastWriteTimeUtc).Max()
            : null;
        var isBehind = now < Oldest || (newest is { } written && written - now > SmallSkew);
        return isBehind
            ? Finding.Warning(
                "clock", string.Create(CultureInfo.InvariantCulture, $"The clock says {now.UtcDateTime:u}, which is before {(now < Oldest ? "this program was made" : "files in the data folder were written")}."),
                "Logins, leases and the order of what agents do hang on the time.",
                "sudo timedatectl set-ntp true")
            : Finding.Ok("clock", string.Create(CultureInfo.InvariantCulture, $"The clock says {now.UtcDateTime:u}."));
    }

    private static bool IsOpen(string path, UnixFileMode also) => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path)
            & (also | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;

    private string Existing()
    {
        var folder = root;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }
}
