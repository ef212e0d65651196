using Homeport.Protocol;
using Homeport.Protocol.Browse;
using Homeport.Worker.Browse;

namespace Homeport.Worker.Tests.Browse;

public sealed class BrowseTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("homeport-browse-").FullName;

    private BrowseDirectory Browse => new(new AllowedRoots([_root]));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Folders_are_listed_in_name_order_without_files_and_hidden_ones()
    {
        Make("b", "A", ".hidden", "repo/.git");
        File.WriteAllText(Path.Combine(_root, "file.txt"), "");

        var first = await RunAsync(null);
        var all = await RunAsync(_root, hidden: true);

        Assert.Equal((_root, null), (first.Path, first.Parent));
        Assert.Equal(["A", "b", "repo"], first.Entries.Select(entry => entry.Name));
        Assert.Equal([false, false, true], first.Entries.Select(entry => entry.IsRepository));
        Assert.Equal([".hidden", "A", "b", "repo"], all.Entries.Select(entry => entry.Name));
        Assert.Equal(_root, (await RunAsync(Path.Combine(_root, "b"))).Parent);
    }

    [Fact]
    public async Task Links_that_lead_out_are_neither_shown_nor_followed()
    {
        Make("inside");
        Directory.CreateSymbolicLink(Path.Combine(_root, "out"), "/etc");
        Directory.CreateSymbolicLink(Path.Combine(_root, "in"), Path.Combine(_root, "inside"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "circle"), Path.Combine(_root, "circle"));

        Assert.Equal(["in", "inside"], (await RunAsync(null)).Entries.Select(entry => entry.Name));
        await RefusedAsync(ErrorCodes.PathNotAllowed, Path.Combine(_root, "out"));
        await RefusedAsync(ErrorCodes.PathNotAllowed, Path.Combine(_root, "circle", "x"));
    }

    [Fact]
    public async Task What_lies_outside_or_is_no_folder_is_refused()
    {
        Make("a");
        File.WriteAllText(Path.Combine(_root, "file.txt"), "");
        await RefusedAsync(ErrorCodes.PathNotAllowed, "/");
        await RefusedAsync(ErrorCodes.PathNotAllowed, Path.Combine(_root, ".."));
        await RefusedAsync(ErrorCodes.PathNotAllowed, _root + "x");
        await RefusedAsync(ErrorCodes.InvalidRequest, "relative");
        await RefusedAsync(ErrorCodes.InvalidRequest, Path.Combine(_root, "file.txt"));
        await RefusedAsync(ErrorCodes.NotFound, Path.Combine(_root, "missing"));
    }

    [Fact]
    public async Task A_crowded_folder_is_cut_off()
    {
        Make([.. Enumerable.Range(0, 2005).Select(number => $"n{number}")]);

        var listed = await RunAsync(null);

        Assert.True(listed.Truncated);
        Assert.Equal(2000, listed.Entries.Count);
    }

    [Fact]
    public async Task The_roots_are_named() =>
        Assert.Equal([_root], (await new ListBrowseRoots(new AllowedRoots([_root])).RunAsync(new NoRequest(), TestContext.Current.CancellationToken)).Items);

    private void Make(params string[] folders)
    {
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(Path.Combine(_root, folder));
        }
    }

    private Task<BrowseDirectoryResponse> RunAsync(string? path, bool hidden = false) =>
        Browse.RunAsync(new BrowseDirectoryRequest { Path = path, Hidden = hidden }, TestContext.Current.CancellationToken);

    private async Task RefusedAsync(string code, string path) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<WorkerRefusedException>(() => RunAsync(path))).Code);
}
