using Homeport.Platform.Native;

namespace Homeport.Platform.Files;

/// <summary>Replaces a file as a whole: a reader, or a crash at any moment, sees the old content or the new one.</summary>
public static class AtomicFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file with mode 0600, on disk when this returns.</summary>
    /// <param name="path">In an existing folder.</param>
    /// <param name="content">The whole content.</param>
    /// <param name="cancellationToken">Cancelling leaves the old file.</param>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(path) ?? throw new ArgumentException($"'{path}' is no file's path.", nameof(path));
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            await using (var stream = new FileStream(temporary, options))
            {
                await stream.WriteAsync(content, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        SyncFolder(folder);
    }

    /// <summary>A new name in a folder survives a power cut only once the folder is on disk. Best effort: some file systems refuse.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsLinux())
        {
            FolderDescriptor.Use(folder, fd => _ = LibC.fsync(fd));
        }
    }
}
