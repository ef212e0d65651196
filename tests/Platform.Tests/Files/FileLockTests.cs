using Homeport.Platform.Files;
using Homeport.Platform.Processes;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Files;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_taker_is_refused_and_told_who_holds_it()
    {
        var path = _folder["lock"];
        Assert.True(FileLock.TryAcquire(path, out var first, out _));

        Assert.False(FileLock.TryAcquire(path, out _, out var holder));
        Assert.Equal(Environment.ProcessId, holder);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        first.Dispose();
        Assert.True(FileLock.TryAcquire(path, out var second, out _));
        second.Dispose();
    }

    [Fact]
    public async Task The_lock_of_a_killed_process_is_free()
    {
        var path = _folder["lock"];
        await using var other = ChildProcess.Start(
            Start.Shell("exec 9>\"$1\"; flock -n 9 || exit 1; echo $$ >&9; echo locked; read wait", path), TimeProvider.System);
        Assert.Equal("locked", await new StreamReader(other.Output).ReadLineAsync(Start.Cancellation));

        Assert.False(FileLock.TryAcquire(path, out _, out var holder));
        Assert.Equal(other.Id, holder);
        await other.KillAsync(Start.Cancellation);

        Assert.True(FileLock.TryAcquire(path, out var held, out _));
        Assert.Equal($"{Environment.ProcessId}\n", (await Start.RunAsync(Start.Program("cat", path))).Text);
        held.Dispose();
    }

    [Fact]
    public async Task A_child_does_not_inherit_the_lock()
    {
        var path = _folder["lock"];
        Assert.True(FileLock.TryAcquire(path, out var held, out _));
        await using var child = ChildProcess.Start(Start.Program("sleep", "600"), TimeProvider.System);

        held.Dispose();

        // Another test's child may be between its fork and its exec, where it holds all that we hold for a moment.
        FileLock? again = null;
        Assert.True(SpinWait.SpinUntil(() => FileLock.TryAcquire(path, out again, out _), TimeSpan.FromSeconds(2)));
        again!.Dispose();
    }

    [Fact]
    public async Task A_lock_file_with_garbage_has_no_known_holder()
    {
        var path = _folder["lock"];
        Assert.True(FileLock.TryAcquire(path, out var held, out _));
        await Start.RunAsync(Start.Shell("echo garbage > \"$1\"", path));

        Assert.False(FileLock.TryAcquire(path, out _, out var holder));

        Assert.Null(holder);
        held.Dispose();
    }
}
