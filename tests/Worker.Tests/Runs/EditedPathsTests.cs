using Homeport.Protocol.Approvals;
using Homeport.Testing.Files;
using Homeport.Worker.Runs;

namespace Homeport.Worker.Tests.Runs;

/// <summary>Where files lie that are to be changed, with real links.</summary>
public sealed class EditedPathsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _root;

    public EditedPathsTests() => _root = _folder.Folder("real", "tree", "src")[..^"/src".Length];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plain_paths_are_as_they_are_also_when_the_file_does_not_exist()
    {
        Assert.Equal(new ApprovalPath($"{_root}/src/a/b.cs"), Resolve(_root, "src/a/b.cs"));
        Assert.Equal(new ApprovalPath($"{_root}/a.cs"), Resolve(_root, $"{_root}/src/../a.cs"));
        Assert.Equal(new ApprovalPath("/etc/passwd"), Resolve(_root, "../../../../../../../../../../etc/passwd"));
        Assert.Null(EditedPaths.Resolve(_root, null));
        Assert.Null(EditedPaths.Resolve(_root, []));
        Assert.Null(EditedPaths.Resolve(_root, [.. Enumerable.Range(0, 501).Select(number => $"{number}")]));
    }

    [Fact]
    public void A_link_to_a_file_a_folder_or_another_link_is_told_with_where_it_leads()
    {
        File.CreateSymbolicLink($"{_root}/src/file", "/etc/passwd");
        Directory.CreateSymbolicLink($"{_root}/src/out", "..");
        Directory.CreateSymbolicLink($"{_root}/src/twice", "out");

        Assert.Equal(new ApprovalPath($"{_root}/src/file", "/etc/passwd"), Resolve(_root, "src/file"));
        Assert.Equal(new ApprovalPath($"{_root}/src/out/a", $"{_root}/a"), Resolve(_root, "src/out/a"));
        Assert.Equal(new ApprovalPath($"{_root}/src/twice/a", $"{_root}/a"), Resolve(_root, "src/twice/a"));
    }

    [Fact]
    public void A_step_back_behind_a_link_goes_where_the_system_goes()
    {
        Directory.CreateSymbolicLink($"{_root}/src/etc", "/etc/ssl");

        Assert.Equal(new ApprovalPath($"{_root}/src/passwd", "/etc/passwd"), Resolve(_root, "src/etc/../passwd"));
    }

    [Fact]
    public void Links_that_go_round_are_not_trusted()
    {
        File.CreateSymbolicLink($"{_root}/one", "two");
        File.CreateSymbolicLink($"{_root}/two", "one");

        Assert.NotNull(Resolve(_root, "one").Target);
    }

    [Fact]
    public void A_link_on_the_way_to_the_worktree_is_its_owners()
    {
        var linked = _folder.At("linked");
        Directory.CreateSymbolicLink(linked, _folder.At("real"));

        Assert.Equal(new ApprovalPath($"{linked}/tree/src/a"), Resolve($"{linked}/tree", "src/a"));
        Assert.Equal(new ApprovalPath($"{linked}/tree/src/a"), Resolve($"{linked}/tree", $"{linked}/tree/src/a"));
    }

    private static ApprovalPath Resolve(string root, string path) => Assert.Single(EditedPaths.Resolve(root, [path])!);
}
