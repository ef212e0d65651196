using Homeport.Platform.Files;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Files;

public sealed class GuardedDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GuardedDirectory _root;

    public GuardedDirectoryTests()
    {
        Directory.CreateDirectory(_folder["root/sub/deep"]);
        Directory.CreateDirectory(_folder["root-beside"]);
        File.WriteAllText(_folder["secret"], "secret");
        File.WriteAllText(_folder["root-beside/secret"], "secret");
        File.WriteAllText(_folder["root/file"], "content");
        File.WriteAllText(_folder["root/sub/zwölf €"], "inner");
        File.CreateSymbolicLink(_folder["root/link-out"], _folder["secret"]);
        File.CreateSymbolicLink(_folder["root/link-in"], "file");
        Directory.CreateSymbolicLink(_folder["root/folder-link"], "sub");
        _root = GuardedDirectory.Open(_folder["root"]);
    }

    public void Dispose()
    {
        _root.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("file", "content")]
    [InlineData("./file", "content")]
    [InlineData("sub/zwölf €", "inner")]
    [InlineData("sub/../file", "content")] // stays below: the kernel walks it
    public void A_file_below_can_be_read(string path, string content)
    {
        using var reader = new StreamReader(_root.OpenRead(path));

        Assert.Equal(content, reader.ReadToEnd());
        Assert.True(_root.Exists(path));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("../root-beside/secret")]
    [InlineData("sub/../../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("link-out")]
    [InlineData("link-in")]
    [InlineData("folder-link/zwölf €")]
    [InlineData("file/below")]
    [InlineData("fi\0le")]
    [InlineData("sub")]
    [InlineData("")]
    public void A_way_out_a_link_or_no_file_is_refused(string path) =>
        Assert.Throws<UnsafePathException>(() => _root.OpenRead(path));

    [Fact]
    public void A_link_into_proc_is_refused()
    {
        File.CreateSymbolicLink(_folder["root/magic"], "/proc/self/root");

        Assert.Throws<UnsafePathException>(() => _root.OpenRead("magic/etc/passwd"));
        Assert.Throws<UnsafePathException>(() => _root.List("magic"));
    }

    [Fact]
    public async Task A_pipe_does_not_hang_the_reader()
    {
        Assert.True((await Start.RunAsync(Start.Program("mkfifo", _folder["root/pipe"]))).IsSuccess);

        Assert.Throws<UnsafePathException>(() => _root.OpenRead("pipe"));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("new")]
    [InlineData("sub/new")]
    [InlineData("made/on the/way/new")]
    [InlineData("made//twice/./new")]
    public async Task A_file_below_can_be_written(string path)
    {
        await _root.WriteAsync(path, "a long first text"u8.ToArray(), TestContext.Current.CancellationToken);
        await _root.WriteAsync(path, "short"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal("short", File.ReadAllText(Path.Combine(_folder["root"], path)));
    }

    [Fact]
    public async Task Writing_keeps_the_mode()
    {
        const UnixFileMode Script = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.SetUnixFileMode(_folder["root/file"], Script);

        await _root.WriteAsync("file", "#!/bin/sh"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(Script, File.GetUnixFileMode(_folder["root/file"]));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("../new")]
    [InlineData("sub/../new")]
    [InlineData("/tmp/homeport-never-written")]
    [InlineData("made/")]
    [InlineData("link-out")]
    [InlineData("link-in")]
    [InlineData("folder-link/new")]
    [InlineData("folder-link/made/new")]
    [InlineData("file/below")]
    [InlineData("ne\0w")]
    [InlineData("sub")]
    [InlineData("")]
    public async Task Nothing_is_written_outside_through_a_link_or_over_a_folder(string path)
    {
        await Assert.ThrowsAsync<UnsafePathException>(() => _root.WriteAsync(path, "overwritten"u8.ToArray(), TestContext.Current.CancellationToken));

        Assert.Equal("secret", File.ReadAllText(_folder["secret"]));
        Assert.Equal("content", File.ReadAllText(_folder["root/file"]));
        Assert.False(Path.Exists(_folder["new"]));
        Assert.Equal(5, Directory.GetFileSystemEntries(_folder["root"]).Length);
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder["root/sub"]).Length);
        Assert.False(File.Exists("/tmp/homeport-never-written"));
    }

    [Fact]
    public void What_is_missing_is_told()
    {
        Assert.Throws<FileNotFoundException>(() => _root.OpenRead("missing"));
        Assert.Throws<FileNotFoundException>(() => _root.List("missing"));
        Assert.False(_root.Exists("missing"));
        Assert.False(_root.Exists("link-out"));
        Assert.False(_root.Exists("../secret"));
        Assert.Throws<FileNotFoundException>(() => GuardedDirectory.Open(_folder["missing"]));
    }

    [Fact]
    public void A_folder_is_listed_without_following_links()
    {
        var entries = _root.List("").OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => (entry.Name, entry.Kind, entry.Size));

        Assert.Equal(
            [
                ("file", GuardedEntryKind.File, 7), ("folder-link", GuardedEntryKind.Link, 0), ("link-in", GuardedEntryKind.Link, 0),
                ("link-out", GuardedEntryKind.Link, 0), ("sub", GuardedEntryKind.Folder, 0),
            ],
            entries);
        Assert.Equal(2, _root.List("sub").Count);
        Assert.Throws<UnsafePathException>(() => _root.List("file"));
        Assert.Throws<UnsafePathException>(() => _root.List("folder-link"));
        Assert.Throws<UnsafePathException>(() => _root.List(".."));
    }

    [Fact]
    public void A_folder_exchanged_for_a_link_while_in_use_does_not_open_a_way()
    {
        Directory.Delete(_folder["root/sub/deep"]);
        Directory.CreateSymbolicLink(_folder["root/sub/deep"], _folder.Path);

        Assert.Throws<UnsafePathException>(() => _root.OpenRead("sub/deep/secret"));
    }

    [Theory]
    [InlineData("/a/b", "/a/b", true)]
    [InlineData("/a/b", "/a/b/c", true)]
    [InlineData("/a/b/", "/a/b/..c", true)]
    [InlineData("/a/b", "/a/bc", false)]
    [InlineData("/a/b", "/a", false)]
    [InlineData("/a/b", "/a/b/../c", false)]
    [InlineData("/", "/a", true)]
    public void Being_within_is_a_matter_of_components(string folder, string path, bool isWithin) =>
        Assert.Equal(isWithin, GuardedDirectory.IsWithin(folder, path));
}
