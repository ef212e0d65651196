using Homeport.Platform.Files;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Files;

public sealed class PrivateDirectoryTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_one_is_made_for_the_owner_only()
    {
        PrivateDirectory.Ensure(_folder["a/b/"]);
        PrivateDirectory.Ensure(_folder["a/b"]);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(_folder["a/b"]));
    }

    [Fact]
    public void One_that_others_can_read_is_closed_to_them()
    {
        Directory.CreateDirectory(_folder["open"], OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        PrivateDirectory.Ensure(_folder["open"]);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(_folder["open"]));
    }

    [Fact]
    public async Task One_that_others_can_write_a_link_a_file_and_a_foreign_one_are_refused()
    {
        Directory.CreateDirectory(_folder["writable"]);
        File.SetUnixFileMode(_folder["writable"], OwnerOnly | UnixFileMode.GroupWrite);
        Directory.CreateSymbolicLink(_folder["link"], _folder.Path);
        File.WriteAllText(_folder["file"], "");

        Assert.Contains("chmod 700", Assert.Throws<UnsafePathException>(() => PrivateDirectory.Ensure(_folder["writable"])).Message, StringComparison.Ordinal);
        Assert.Contains("link", Assert.Throws<UnsafePathException>(() => PrivateDirectory.Ensure(_folder["link"])).Message, StringComparison.Ordinal);
        Assert.Contains("no folder", Assert.Throws<UnsafePathException>(() => PrivateDirectory.Ensure(_folder["file"])).Message, StringComparison.Ordinal);

        Directory.CreateDirectory(_folder["foreign"]);
        if ((await Start.RunAsync(Start.Program("chown", "12345", _folder["foreign"]))).IsSuccess) // only root can set this up
        {
            Assert.Contains("12345", Assert.Throws<UnsafePathException>(() => PrivateDirectory.Ensure(_folder["foreign"])).Message, StringComparison.Ordinal);
        }
    }
}
