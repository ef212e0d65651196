using Homeport.Platform.Files;

namespace Homeport.Platform.Tests.Files;

public sealed class FolderMoveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _elsewhere = Path.Combine("/dev/shm", Path.GetRandomFileName()); // memory: another file system

    public FolderMoveTests()
    {
        Directory.CreateDirectory(_folder["source/empty"]);
        Directory.CreateDirectory(_folder["source/read-only"]);
        File.WriteAllText(_folder["source/read-only/script"], "#!/bin/sh\n");
        File.SetUnixFileMode(_folder["source/read-only/script"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(_folder["source/dangling"], "../nowhere");
        Directory.CreateSymbolicLink(_folder["source/loop"], ".");
        File.SetLastWriteTimeUtc(_folder["source/read-only/script"], DateTime.UnixEpoch.AddDays(1));
        Directory.SetLastWriteTimeUtc(_folder["source/read-only"], DateTime.UnixEpoch.AddDays(2));
        Directory.CreateDirectory(_elsewhere);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(_elsewhere, recursive: true);
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_arrives_as_it_was(bool onAnotherFileSystem)
    {
        var target = onAnotherFileSystem ? Path.Combine(_elsewhere, "target") : _folder["target"];

        FolderMove.Move(_folder["source"], target, Cancellation);

        Assert.False(Directory.Exists(_folder["source"]));
        Assert.True(Directory.Exists(Path.Combine(target, "empty")));
        Assert.Equal("../nowhere", new FileInfo(Path.Combine(target, "dangling")).LinkTarget);
        Assert.Equal(".", new DirectoryInfo(Path.Combine(target, "loop")).LinkTarget);
        var script = new FileInfo(Path.Combine(target, "read-only/script"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, script.UnixFileMode);
        Assert.Equal(DateTime.UnixEpoch.AddDays(1), script.LastWriteTimeUtc);
        Assert.Equal(DateTime.UnixEpoch.AddDays(2), script.Directory!.LastWriteTimeUtc);
        Assert.Empty(Directory.GetFileSystemEntries(_elsewhere, "*.partial"));
    }

    [Fact]
    public void An_existing_target_and_a_missing_source_are_refused()
    {
        Assert.Contains("exists already", Assert.Throws<IOException>(() => FolderMove.Move(_folder["source"], _elsewhere, Cancellation)).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => FolderMove.Move(_folder["missing"], _folder["target"], Cancellation));
        Assert.True(Directory.Exists(_folder["source"]));
    }

    [Fact]
    public void A_cancelled_copy_leaves_the_source_and_nothing_at_the_target()
    {
        Assert.ThrowsAny<OperationCanceledException>(
            () => FolderMove.Move(_folder["source"], Path.Combine(_elsewhere, "target"), new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFileSystemEntries(_elsewhere));
        Assert.True(File.Exists(_folder["source/read-only/script"]));
    }
}
