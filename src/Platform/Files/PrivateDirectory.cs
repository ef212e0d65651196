using Homeport.Platform.Native;

namespace Homeport.Platform.Files;

/// <summary>A folder that only its owner may enter.</summary>
public static class PrivateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Creates the folder with mode 0700, or checks that the one that is there is ours and closes it to others. One that
    /// others could write to is refused, for what lies in it may be theirs.
    /// </summary>
    /// <exception cref="UnsafePathException">It is not ours, a link, no folder, or writable by others.</exception>
    public static void Ensure(string path)
    {
        OperatingSystemSupport.DemandLinux("Checking who owns a folder");
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (FileStatus.Of(path) is null && Path.GetDirectoryName(path) is { } parent)
        {
            Directory.CreateDirectory(parent);
            CreateOwnerOnly(path);
        }

        var status = FileStatus.Of(path) ?? throw new UnsafePathException(path, "it vanished while it was checked. Try again");
        var fault = status switch
        {
            { IsLink: true } => "it is a symbolic link. Name the folder that it points to",
            { IsFolder: false } => "it is no folder. Move it away or choose another path",
            _ when status.UserId != LibC.geteuid() => $"it belongs to user {status.UserId}, not to you. Choose another path or change its owner",
            { IsWritableByOthers: true } => "others may write to it. Look at what is in it, then close it with: chmod 700",
            _ => null,
        };
        if (fault is not null)
        {
            throw new UnsafePathException(path, fault);
        }

        if (status.IsOpenToOthers)
        {
            SetOwnerOnly(path);
        }
    }

    private static void CreateOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    private static void SetOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }
}
