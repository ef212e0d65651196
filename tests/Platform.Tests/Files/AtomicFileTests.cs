using System.Text;
using Homeport.Platform.Files;

namespace Homeport.Platform.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_replaced_and_only_its_owner_may_read_it()
    {
        var path = _folder["state.json"];
        await File.WriteAllTextAsync(path, "old", Cancellation);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        await AtomicFile.WriteAsync(path, "new"u8.ToArray(), Cancellation);

        Assert.Equal("new", await File.ReadAllTextAsync(path, Cancellation));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Readers_never_see_a_half_written_file()
    {
        var path = _folder["state"];
        await AtomicFile.WriteAsync(path, Content('a'), Cancellation);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await AtomicFile.WriteAsync(path, Content((char)('a' + (i % 26))), Cancellation);
            }
        }, Cancellation);

        while (!writing.IsCompleted)
        {
            var seen = await File.ReadAllTextAsync(path, Cancellation);
            Assert.Equal(200_000, seen.Length);
            Assert.Equal(-1, seen.AsSpan().IndexOfAnyExcept(seen[0]));
        }

        await writing;
    }

    [Fact]
    public async Task A_cancelled_or_failed_write_leaves_the_old_file_and_nothing_beside_it()
    {
        var path = _folder["state"];
        await File.WriteAllTextAsync(path, "old", Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AtomicFile.WriteAsync(path, Content('x'), new CancellationToken(canceled: true)));
        Directory.CreateDirectory(_folder["taken/inside"]);
        await Assert.ThrowsAnyAsync<Exception>(() => AtomicFile.WriteAsync(_folder["taken"], Content('x'), Cancellation));
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => AtomicFile.WriteAsync(_folder["missing/file"], Content('x'), Cancellation));

        Assert.Equal("old", await File.ReadAllTextAsync(path, Cancellation));
        Assert.Equal(["state", "taken"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static byte[] Content(char letter) => Encoding.ASCII.GetBytes(new string(letter, 200_000));
}
