using Homeport.Protocol.Fleet;

namespace Homeport.Worker.Disk;

/// <summary>The file system that a folder lies on.</summary>
internal static class DiskRoom
{
    public static DiskSpace Of(string folder)
    {
        var drive = new DriveInfo(folder);
        return new DiskSpace { Path = folder, FileSystem = drive.DriveFormat, FreeBytes = drive.AvailableFreeSpace, TotalBytes = drive.TotalSize };
    }
}
