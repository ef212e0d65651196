namespace Homeport.Platform.Native;

internal static class FolderDescriptor
{
    /// <summary>Opens the folder for the time of the call; does nothing when it cannot be opened.</summary>
    public static unsafe void Use(string folder, Action<int> use)
    {
        using var path = new NativeStrings([folder]);
        var fd = LibC.open(path.Vector[0], LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_DIRECTORY, 0);
        if (fd >= 0)
        {
            use(fd);
            _ = LibC.close(fd);
        }
    }
}
