using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Testing;
using Homeport.Testing.Git;
using Homeport.Worker.Tests.Git;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Tests.Worktrees;

public sealed class RemoveWorktreeTests : GitTest
{
    private string Trash => Path.Combine(Repository.Data, "trash");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Repository.Write(".gitignore", "*.log\n");
        await Repository.CommitAsync("ignore", Cancel);
        await CreateAsync();
    }

    [Fact]
    public async Task A_removed_worktree_is_in_the_trash_and_in_a_snapshot_and_comes_back_as_it_was()
    {
        Write("committed.txt", "c\n");
        await CommitInWorktreeAsync("work");
        Write("staged.txt", "s\n");
        await InWorktreeAsync("add", "staged.txt");
        Write("untracked.txt", "u\n");
        Write("ignored.log", "i\n");
        var status = await InWorktreeAsync("status", "--porcelain", "--ignored");
        var head = await InWorktreeAsync("rev-parse", "HEAD");

        var removed = await RemoveAsync(deleteBranch: Branch);

        Assert.False(Directory.Exists(Worktree));
        Assert.Single((await InMainAsync("worktree", "list")).Split('\n'));
        Assert.Equal("main", await InMainAsync("branch", "--format=%(refname:short)"));
        Assert.Equal("u", await InMainAsync("show", $"refs/homeport/snapshots/{Task}/{removed.Snapshot}:untracked.txt"));
        Assert.StartsWith("20", removed.TrashId, StringComparison.Ordinal);
        Assert.EndsWith("-k3f9", removed.TrashId, StringComparison.Ordinal);

        await RestoreAsync(removed.TrashId);

        Assert.Equal(status, await InWorktreeAsync("status", "--porcelain", "--ignored"));
        Assert.Equal(head, await InWorktreeAsync("rev-parse", Branch));
        Assert.Equal(Branch, await InWorktreeAsync("branch", "--show-current"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Trash));
        Assert.Equal(Base, (await CreateAsync()).BaseCommit);
        await InMainAsync("fsck", "--no-progress");
    }

    [Fact]
    public async Task Without_the_trash_it_comes_back_from_branch_and_snapshot()
    {
        Write("committed.txt", "c\n");
        var head = await CommitInWorktreeAsync("work");
        Write("untracked.txt", "u\n");
        File.Delete(Path.Combine(Worktree, "README.md"));
        await RemoveAsync(deleteBranch: Branch);
        Directory.Delete(Trash, recursive: true);

        await RestoreAsync("20260101T000000000Z-k3f9");

        Assert.Equal(head, await InWorktreeAsync("rev-parse", "HEAD"));
        Assert.Equal("D README.md\n?? untracked.txt", (await InWorktreeAsync("status", "--porcelain")).TrimStart());
        Assert.Equal(Base, (await CreateAsync()).BaseCommit);
        await RestoreAsync(null);
        Assert.Equal("u\n", Read("untracked.txt"));
    }

    [Fact]
    public async Task The_branch_is_kept_unless_asked_and_unless_the_snapshot_holds_it()
    {
        await RemoveAsync();
        Assert.Equal(Base, await InMainAsync("rev-parse", Branch));
        await RestoreAsync(null);
        await InWorktreeAsync("checkout", "--quiet", "--detach");
        await InMainAsync("branch", "--force", Branch, "main");
        await InMainAsync("checkout", "--quiet", Branch);
        Repository.Write("more.txt", "more\n");
        var tip = await Repository.CommitAsync("somebody's own work", Cancel);
        await InMainAsync("checkout", "--quiet", "main");

        await RemoveAsync(deleteBranch: Branch);

        Assert.Equal(tip, await InMainAsync("rev-parse", Branch));
    }

    [Fact]
    public async Task What_we_did_not_make_is_never_removed()
    {
        var theirs = Path.Combine(Repository.Folder, "theirs");
        await InMainAsync("worktree", "add", "--quiet", "-b", "theirs", theirs);
        var insideOurs = Path.Combine(Repository.Data, "worktrees", "app", "byhand");
        await InMainAsync("worktree", "add", "--quiet", "-b", "byhand", insideOurs);
        var link = Path.Combine(Repository.Data, "worktrees", "app", "link");
        Directory.CreateSymbolicLink(link, theirs);

        await TryAsync(ErrorCodes.PathNotAllowed, theirs);
        await TryAsync(ErrorCodes.PathNotAllowed, Repository.Path);
        await TryAsync(ErrorCodes.PathNotAllowed, Path.Combine(Repository.Data, "worktrees", "app"));
        await TryAsync(ErrorCodes.PathNotAllowed, Path.Combine(Repository.Data, "worktrees"));
        await TryAsync(ErrorCodes.PathNotAllowed, Path.Combine(Worktree, "src"));
        await TryAsync(ErrorCodes.PathNotAllowed, Path.Combine(Worktree, "..", "..", "..", "..", "theirs"));
        await TryAsync(ErrorCodes.PathNotAllowed, link);
        await TryAsync(ErrorCodes.Conflict, insideOurs);
        await TryAsync(ErrorCodes.Conflict, Worktree, "another-task");

        foreach (var folder in (string[])[theirs, insideOurs, Worktree, Repository.Path])
        {
            Assert.True(File.Exists(Path.Combine(folder, "README.md")));
        }

        Assert.False(Directory.Exists(Trash));

        async Task TryAsync(string code, string path, string task = Task) => await RefusedAsync(code, () => Git.RemoveWorktree.RunAsync(
            new RemoveWorktreeRequest { TaskId = task, RepositoryPath = Repository.Path, WorktreePath = path }, Cancel));
    }

    [Fact]
    public async Task A_worktree_whose_git_file_was_bent_to_another_place_is_not_removed()
    {
        await CreateAsync(taskId: "two", shortId: "two", branch: "two");
        var (two, own) = (Worktree, Path.Combine(Repository.Data, "worktrees", "app", "k3f9"));
        File.Copy(Path.Combine(own, ".git"), Path.Combine(two, ".git"), overwrite: true);

        await RefusedAsync(ErrorCodes.Conflict, () => Git.RemoveWorktree.RunAsync(
            new RemoveWorktreeRequest { TaskId = "two", RepositoryPath = Repository.Path, WorktreePath = two }, Cancel));
    }

    [Fact]
    public async Task A_removal_of_what_is_gone_only_clears_the_record()
    {
        Directory.Delete(Worktree, recursive: true);

        var removed = await RemoveAsync();

        Assert.Equal((null, null), (removed.TrashId, removed.Snapshot));
        Assert.Single((await InMainAsync("worktree", "list")).Split('\n'));
        Assert.Equal((null, null), ((await RemoveAsync()).TrashId, removed.Snapshot));
    }

    [Fact]
    public async Task A_removal_that_was_cut_off_is_finished_by_asking_again()
    {
        Write("untracked.txt", "u\n");
        await SnapshotAsync();
        var entry = TrashEntry.New(new WorktreeRoot(Repository.Data), Worktree, TimeProvider.System.GetUtcNow());
        entry.WriteOrigin(Task, Worktree, "k3f9");
        Directory.Move(Worktree, entry.Worktree);

        var removed = await RemoveAsync();

        Assert.Equal(entry.Name, removed.TrashId);
        Assert.Single((await InMainAsync("worktree", "list")).Split('\n'));
        await RestoreAsync(removed.TrashId);
        Assert.Equal("u\n", Read("untracked.txt"));
        Assert.Equal("?? untracked.txt", await InWorktreeAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task A_restore_that_was_cut_off_is_finished_by_asking_again()
    {
        var removed = await RemoveAsync();
        var entry = Path.Combine(Trash, removed.TrashId!);
        Directory.CreateDirectory(Path.Combine(Repository.Path, ".git", "worktrees"));
        Directory.Move(Path.Combine(entry, "git"), Path.Combine(Repository.Path, ".git", "worktrees", "k3f9"));

        await RestoreAsync(removed.TrashId);

        Assert.Equal("", await InWorktreeAsync("status", "--porcelain"));
        await RestoreAsync(removed.TrashId);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Trash));
    }

    [Fact]
    public async Task A_worktree_is_not_restored_over_something_else()
    {
        var removed = await RemoveAsync();
        TestRepository.WriteIn(Worktree, "mine.txt", "mine\n");

        await RefusedAsync(ErrorCodes.Conflict, () => RestoreAsync(removed.TrashId));

        Directory.Delete(Worktree, recursive: true);
        await InMainAsync("checkout", "--quiet", Branch);
        Assert.Contains("checked out", (await RefusedAsync(ErrorCodes.Conflict, () => RestoreAsync(removed.TrashId))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trash_is_emptied_by_age_and_never_through_a_link()
    {
        var time = new ManualTime();
        var use = NewUseCases(time);
        await use.RemoveWorktree.RunAsync(new RemoveWorktreeRequest { TaskId = Task, RepositoryPath = Repository.Path, WorktreePath = Worktree }, Cancel);
        var entry = Assert.Single(Directory.EnumerateDirectories(Trash));
        Directory.CreateSymbolicLink(Path.Combine(entry, "worktree", "out"), Repository.Path);
        Directory.CreateSymbolicLink(Path.Combine(Trash, "20200101T000000000Z-link"), Repository.Path);
        Directory.CreateDirectory(Path.Combine(Trash, "not-ours"));

        Assert.Equal(0, (await use.PurgeTrash.RunAsync(new PurgeTrashRequest { OlderThan = time.GetUtcNow() }, Cancel)).Removed);
        Assert.Equal(1, (await use.PurgeTrash.RunAsync(new PurgeTrashRequest { OlderThan = time.GetUtcNow() + TimeSpan.FromSeconds(1) }, Cancel)).Removed);

        Assert.False(Directory.Exists(entry));
        Assert.True(Directory.Exists(Path.Combine(Trash, "not-ours")));
        Assert.True(File.Exists(Path.Combine(Repository.Path, "README.md")));
    }

    [Fact]
    public async Task A_folder_is_copied_whole_where_it_cannot_be_renamed()
    {
        var (from, to) = (Path.Combine(Repository.Folder, "from"), Path.Combine(Repository.Folder, "to"));
        MakeExecutable(TestRepository.WriteIn(from, "a/run.sh", "x\n"));
        File.CreateSymbolicLink(Path.Combine(from, "link"), "/etc");
        var move = new FolderMove(Repository.Environment, TimeProvider.System);

        await move.CopyAsync(from, to, Cancel);
        await move.RemoveAsync(from, Cancel);

        Assert.False(Directory.Exists(from));
        Assert.True(Directory.Exists("/etc"));
        Assert.Equal("/etc", new FileInfo(Path.Combine(to, "link")).LinkTarget);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(to, "a/run.sh")).HasFlag(UnixFileMode.UserExecute));
    }
}
