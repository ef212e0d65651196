using Homeport.Protocol;
using Homeport.Protocol.Git;

namespace Homeport.Worker.Tests.Git;

public sealed class SnapshotTests : GitTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Repository.Write(".gitignore", "*.log\n");
        await Repository.CommitAsync("ignore", Cancel);
        await CreateAsync();
    }

    [Fact]
    public async Task A_snapshot_holds_everything_and_touches_neither_index_nor_head()
    {
        Write("staged.txt", "s\n");
        await InWorktreeAsync("add", "staged.txt");
        Write("staged.txt", "s2\n");
        Write("tool.sh", "x\n");
        MakeExecutable(Path.Combine(Worktree, "tool.sh"));
        Write("no.log", "ignored\n");
        File.Delete(Path.Combine(Worktree, "README.md"));
        var status = await InWorktreeAsync("status", "--porcelain=v2", "--branch");
        var index = File.ReadAllBytes(Path.Combine(Repository.Path, ".git", "worktrees", "k3f9", "index"));

        var snapshot = await SnapshotAsync("After turn 1\nwith two lines");

        Assert.Equal((1, "After turn 1 with two lines"), (snapshot.Number, snapshot.Reason));
        Assert.Equal(snapshot.Commit, await InMainAsync("rev-parse", $"refs/homeport/snapshots/{Task}/1"));
        Assert.Equal(index, File.ReadAllBytes(Path.Combine(Repository.Path, ".git", "worktrees", "k3f9", "index")));
        Assert.Equal(status, await InWorktreeAsync("status", "--porcelain=v2", "--branch"));
        Assert.Equal(
            "100644 .gitignore\n100644 src/app.txt\n100644 staged.txt\n100755 tool.sh",
            await InMainAsync("ls-tree", "-r", "--format=%(objectmode) %(path)", snapshot.Commit));
        Assert.Equal("s2", await InMainAsync("show", $"{snapshot.Commit}:staged.txt"));
        Assert.Equal(Base, await InMainAsync("rev-parse", $"{snapshot.Commit}^"));
    }

    [Fact]
    public async Task An_unchanged_worktree_gives_the_last_snapshot_again()
    {
        Write("a.txt", "a\n");
        var first = await SnapshotAsync();

        Assert.Equal(first, await SnapshotAsync("again"));
        Write("a.txt", "b\n");
        Assert.Equal(2, (await SnapshotAsync()).Number);
        await CommitInWorktreeAsync("b");
        Assert.Equal(3, (await SnapshotAsync()).Number); // the same files, but now a commit that must be held too
        Assert.Equal([3, 2, 1], (await ListAsync()).Select(snapshot => snapshot.Number));
    }

    [Fact]
    public async Task An_edit_of_the_same_size_in_the_same_instant_is_not_missed()
    {
        for (var round = 0; round < 20; round++)
        {
            Write("a.txt", $"{round:00}\n");
            await InWorktreeAsync("add", "a.txt");
            Write("a.txt", $"{round + 50:00}\n");

            Assert.Equal($"{round + 50:00}", await InMainAsync("show", $"{(await SnapshotAsync()).Commit}:a.txt"));
        }
    }

    [Fact]
    public async Task Going_back_restores_files_and_keeps_what_stood_there()
    {
        Write("README.md", "good\n");
        Write("kept.txt", "kept\n");
        var good = await SnapshotAsync();
        Write("README.md", "bad\n");
        Write("added/later.txt", "later\n");
        Write("no.log", "ignored\n");
        File.Delete(Path.Combine(Worktree, "kept.txt"));
        await CommitInWorktreeAsync("bad work");
        var head = await InWorktreeAsync("rev-parse", "HEAD");

        var before = (await RestoreAsync(good.Number)).Before;

        Assert.Equal(("good\n", "kept\n"), (Read("README.md"), Read("kept.txt")));
        Assert.False(Directory.Exists(Path.Combine(Worktree, "added")));
        Assert.Equal("ignored\n", Read("no.log"));
        Assert.Equal(head, await InWorktreeAsync("rev-parse", "HEAD"));
        await RestoreAsync(before.Number);
        Assert.Equal(("bad\n", "later\n"), (Read("README.md"), Read("added/later.txt")));
        Assert.Equal("", await InWorktreeAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task An_ignored_file_in_the_way_is_not_overwritten()
    {
        Write("output", "x\n");
        var first = await SnapshotAsync();
        File.Delete(Path.Combine(Worktree, "output"));
        await SnapshotAsync();
        Write(".gitignore", "*.log\noutput\n");
        Write("output", "precious\n");

        var refused = await RefusedAsync(ErrorCodes.Conflict, () => RestoreAsync(first.Number));

        Assert.Equal(["output"], refused.Facts!["files"]);
        Assert.Equal("precious\n", Read("output"));
    }

    [Fact]
    public async Task An_unknown_snapshot_is_not_found()
    {
        await RefusedAsync(ErrorCodes.NotFound, () => RestoreAsync(7));
        await RefusedAsync(ErrorCodes.InvalidRequest, () => Git.ListSnapshots.RunAsync(
            new FindSnapshotsRequest { TaskId = "../x", RepositoryPath = Repository.Path }, Cancel));
    }

    [Fact]
    public async Task A_nested_repository_does_not_stop_a_snapshot()
    {
        await InWorktreeAsync("init", "--quiet", "nested-empty");
        await InMainAsync("clone", "--quiet", ".", Path.Combine(Worktree, "nested"));
        Write("a.txt", "a\n");

        var snapshot = await SnapshotAsync();

        Assert.Equal("a", await InMainAsync("show", $"{snapshot.Commit}:a.txt"));
        Assert.Contains((await ChangesAsync()).Files, file => file is { Path: "nested", Status: Protocol.Reviews.ChangeStatus.Submodule });
    }

    [Fact]
    public async Task Snapshots_of_one_worktree_at_once_are_told_apart()
    {
        Write("a.txt", "a\n");

        var all = await System.Threading.Tasks.Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SnapshotAsync()));

        Assert.Single(all.Distinct());
    }

    private async Task<IReadOnlyList<Protocol.Reviews.SnapshotView>> ListAsync() => (await Git.ListSnapshots.RunAsync(
        new FindSnapshotsRequest { TaskId = Task, RepositoryPath = Repository.Path }, Cancel)).Items;

    private Task<Protocol.Reviews.RestoreSnapshotResponse> RestoreAsync(int number) => Git.RestoreSnapshot.RunAsync(
        new ApplySnapshotRequest { TaskId = Task, WorktreePath = Worktree, Number = number }, Cancel);
}
