using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Testing.Git;
using Homeport.Worker.Git;

namespace Homeport.Worker.Tests.Git;

public sealed class RepositoryTests : GitTest
{
    [Fact]
    public async Task A_folder_inside_a_repository_gives_its_top()
    {
        Repository.Write("README.md", "dirty\n");
        await InMainAsync("remote", "add", "origin", "https://me:secret@example.org/app.git");

        var found = await InspectAsync(Path.Combine(Repository.Path, "src"));

        Assert.Equal((Repository.Path, "main", "main"), (found.TopLevel, found.HeadBranch, found.DefaultBranch));
        Assert.Equal(await Repository.HeadAsync(Cancel), found.HeadCommit);
        Assert.True(found.IsDirty);
        Assert.False(found.IsBare);
        Assert.Equal("https://me@example.org/app.git", found.RemoteUrl);
    }

    [Fact]
    public async Task A_detached_head_is_no_branch_but_has_a_default()
    {
        await InMainAsync("checkout", "--quiet", "--detach");

        var found = await InspectAsync(Repository.Path);

        Assert.Equal((null, "main", false), (found.HeadBranch, found.DefaultBranch, found.IsDirty));
    }

    [Fact]
    public async Task What_is_no_repository_is_said_clearly()
    {
        var plain = Directory.CreateDirectory(Path.Combine(Repository.Folder, "plain folder")).FullName;
        Assert.Contains("git init", (await RefusedAsync(ErrorCodes.RepositoryInvalid, () => InspectAsync(plain))).Message, StringComparison.Ordinal);
        Assert.Contains("is a file", (await RefusedAsync(ErrorCodes.RepositoryInvalid, () => InspectAsync(Path.Combine(Repository.Path, "README.md")))).Message, StringComparison.Ordinal);
        Assert.Contains("no folder", (await RefusedAsync(ErrorCodes.NotFound, () => InspectAsync(Path.Combine(Repository.Folder, "missing")))).Message, StringComparison.Ordinal);
        await RefusedAsync(ErrorCodes.InvalidRequest, () => InspectAsync("relative/path"));
        await RefusedAsync(ErrorCodes.RepositoryInvalid, () => InspectAsync(Path.Combine(Repository.Path, ".git")));
    }

    [Fact]
    public async Task A_path_outside_the_roots_is_refused_also_through_a_link_or_a_similar_name()
    {
        using var outside = await TestRepository.CreateAsync(Cancel);
        var link = Path.Combine(Repository.Folder, "link");
        Directory.CreateSymbolicLink(link, outside.Path);
        var sibling = Directory.CreateDirectory(Repository.Folder + "-sibling").FullName;
        try
        {
            foreach (var path in (string[])[outside.Path, link, sibling, Path.Combine(Repository.Path, "..", "..", Path.GetFileName(outside.Folder), "app"), "/etc"])
            {
                await RefusedAsync(ErrorCodes.PathNotAllowed, () => InspectAsync(path));
            }
        }
        finally
        {
            Directory.Delete(sibling);
        }
    }

    [Fact]
    public async Task A_folder_under_a_root_whose_repository_begins_above_it_is_refused()
    {
        var use = new GitUseCases("git", Repository.Environment, Repository.Data, [Path.Combine(Repository.Path, "src")], TimeProvider.System);

        await RefusedAsync(ErrorCodes.PathNotAllowed, () => use.InspectRepository.RunAsync(
            new InspectRepositoryRequest { Path = Path.Combine(Repository.Path, "src") }, Cancel));
    }

    [Fact]
    public async Task A_repository_without_a_commit_is_refused_or_given_a_first_one()
    {
        using var empty = await TestRepository.CreateEmptyAsync(Cancel);
        empty.Write("staged.txt", "s\n");
        await empty.GitAsync(["add", "staged.txt"], Cancel);
        var use = new GitUseCases("git", empty.Environment, empty.Data, [empty.Folder], TimeProvider.System);

        await RefusedAsync(ErrorCodes.RepositoryInvalid, () => use.InspectRepository.RunAsync(new InspectRepositoryRequest { Path = empty.Path }, Cancel));
        var found = await use.InspectRepository.RunAsync(new InspectRepositoryRequest { Path = empty.Path, CreateInitialCommit = true }, Cancel);

        Assert.Equal(await empty.HeadAsync(Cancel), found.HeadCommit);
        Assert.Equal("A  staged.txt", await empty.GitAsync(["status", "--porcelain"], Cancel));
        Assert.Equal("", await empty.GitAsync(["ls-tree", "-r", "HEAD"], Cancel));
    }

    [Fact]
    public async Task A_bare_repository_is_described_and_our_own_worktree_refused()
    {
        var bare = Path.Combine(Repository.Folder, "bare.git");
        await InMainAsync("clone", "--quiet", "--bare", ".", bare);
        await CreateAsync();

        var found = await InspectAsync(bare);

        Assert.Equal((bare, true, "main"), (found.TopLevel, found.IsBare, found.HeadBranch));
        Assert.Contains(Repository.Path, (await RefusedAsync(ErrorCodes.RepositoryInvalid, () => InspectAsync(Worktree))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Branches_come_newest_first_in_pages_and_can_be_searched()
    {
        for (var number = 0; number < 5; number++)
        {
            await InMainAsync("branch", $"topic/{number}");
        }

        await InMainAsync("checkout", "--quiet", "-b", "Newest");
        await InMainAsync("-c", "user.name=x", "commit", "--quiet", "--allow-empty", "--date=2031-01-01", "-m", "subject ü");
        await InMainAsync("update-ref", "refs/remotes/origin/main", "main");
        await InMainAsync("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Git.ListBranches.RunAsync(new FindBranchesRequest { RepositoryPath = Repository.Path, Limit = 3, Cursor = cursor }, Cancel);
            names.AddRange(page.Items.Select(branch => branch.Name));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(["Newest", "main", "origin/main", "topic/0", "topic/1", "topic/2", "topic/3", "topic/4"], names.Order(StringComparer.Ordinal));
        Assert.Equal(8, names.Count);
        var searched = await Git.ListBranches.RunAsync(new FindBranchesRequest { RepositoryPath = Repository.Path, Limit = 10, Query = "new" }, Cancel);
        var newest = Assert.Single(searched.Items);
        Assert.Equal((true, false, "subject ü"), (newest.IsCurrent, newest.IsRemote, newest.Subject));
        await RefusedAsync(ErrorCodes.InvalidRequest, () => Git.ListBranches.RunAsync(
            new FindBranchesRequest { RepositoryPath = Repository.Path, Limit = 1, Cursor = "x" }, Cancel));
    }

    [Fact]
    public async Task A_clone_lands_in_our_folder_once()
    {
        var clone = await CloneAsync(Repository.Path, "my clone");

        Assert.Equal(Path.Combine(Repository.Data, "repositories", "my clone"), clone.Path);
        Assert.Equal(clone, await CloneAsync(Repository.Path, "my clone"));
        Assert.Equal(clone.Path, (await InspectAsync(clone.Path)).TopLevel);
        await RefusedAsync(ErrorCodes.Conflict, () => CloneAsync("https://example.org/x.git", "my clone"));
        await RefusedAsync(ErrorCodes.InvalidRequest, () => CloneAsync(Repository.Path, "../x"));
    }

    [Theory]
    [InlineData("ext::sh -c touch% /tmp/x"), InlineData("--upload-pack=touch /tmp/x"), InlineData("-x"), InlineData("fd::7"), InlineData("")]
    [InlineData("https://me:secret@example.org/x"), InlineData("ftp://example.org/x"), InlineData("ssh://-oProxyCommand=x/y"), InlineData("relative/path")]
    public async Task What_is_no_safe_source_is_not_cloned(string url) =>
        await RefusedAsync(ErrorCodes.InvalidRequest, () => CloneAsync(url, "x"));

    [Fact]
    public async Task A_source_outside_the_roots_or_missing_is_refused_and_leaves_nothing()
    {
        await RefusedAsync(ErrorCodes.PathNotAllowed, () => CloneAsync("/etc", "x"));
        await RefusedAsync(ErrorCodes.PathNotAllowed, () => CloneAsync("file:///etc", "x"));
        await RefusedAsync(ErrorCodes.Unavailable, () => CloneAsync(Path.Combine(Repository.Folder, "missing"), "x"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Repository.Data, "repositories")));
    }

    [Fact]
    public async Task A_missing_git_is_said_clearly()
    {
        var use = new GitUseCases("/nowhere/git", Repository.Environment, Repository.Data, [Repository.Folder], TimeProvider.System);

        var refused = await RefusedAsync(ErrorCodes.Unavailable, () => use.InspectRepository.RunAsync(new InspectRepositoryRequest { Path = Repository.Path }, Cancel));

        Assert.Contains("Install git", refused.Message, StringComparison.Ordinal);
    }

    private Task<InspectRepositoryResponse> InspectAsync(string path) =>
        Git.InspectRepository.RunAsync(new InspectRepositoryRequest { Path = path }, Cancel);

    private Task<CloneRepositoryResponse> CloneAsync(string url, string name) =>
        Git.CloneRepository.RunAsync(new CloneRepositoryRequest { Url = url, Name = name }, Cancel);
}
