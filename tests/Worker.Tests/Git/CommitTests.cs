using Homeport.Protocol;
using Homeport.Protocol.Git;

namespace Homeport.Worker.Tests.Git;

public sealed class CommitTests : GitTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await CreateAsync();
    }

    [Fact]
    public async Task Everything_is_committed_under_the_repositorys_own_name()
    {
        Write("new ü.txt", "x\n");
        File.Delete(Path.Combine(Worktree, "README.md"));

        var made = await CommitAsync("# Not a comment\n\nBody\n");

        Assert.Equal(made.Commit, made.HeadCommit);
        Assert.Equal("Ada <ada@example.org> # Not a comment\n\nBody", await InWorktreeAsync("log", "-1", "--format=%an <%ae> %B"));
        Assert.Equal("", await InWorktreeAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task With_nothing_to_commit_there_is_no_commit()
    {
        var made = await CommitAsync("nothing");

        Assert.Equal((null, Base), (made.Commit, made.HeadCommit));
    }

    [Fact]
    public async Task Without_an_identity_ours_is_used_for_that_commit_only()
    {
        await InMainAsync("config", "--unset", "user.name");
        await InMainAsync("config", "--unset", "user.email");
        Write("a.txt", "a\n");

        await CommitAsync("a");

        Assert.Equal("Homeport <homeport@localhost>", await InWorktreeAsync("log", "-1", "--format=%an <%ae>"));
        Assert.DoesNotContain("user.", await InMainAsync("config", "--list", "--local"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_that_refuses_is_quoted_and_one_that_agrees_runs()
    {
        var hook = Repository.Write(".git/hooks/pre-commit", "#!/bin/sh\necho 'lint: line 3 is ugly' >&2\nexit 1\n");
        MakeExecutable(hook);
        Write("a.txt", "a\n");

        var refused = await RefusedAsync(ErrorCodes.Conflict, () => CommitAsync("a"));

        Assert.Contains("line 3 is ugly", refused.Message, StringComparison.Ordinal);
        Assert.Contains("line 3 is ugly", refused.Facts!["output"][0], StringComparison.Ordinal);
        Assert.Equal(Base, await InWorktreeAsync("rev-parse", "HEAD"));
        File.WriteAllText(hook, "#!/bin/sh\necho formatted > formatted.txt\ngit add formatted.txt\n");
        await CommitAsync("a");
        Assert.Contains("formatted.txt", await InWorktreeAsync("show", "--name-only", "--format="), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hooks_do_not_run_for_snapshots()
    {
        foreach (var name in (string[])["pre-commit", "post-commit", "reference-transaction", "post-index-change", "post-checkout"])
        {
            MakeExecutable(Repository.Write($".git/hooks/{name}", $"#!/bin/sh\ntouch {Repository.Folder}/hook-ran\nexit 1\n"));
        }

        Write("a.txt", "a\n");
        await SnapshotAsync();

        Assert.False(File.Exists(Path.Combine(Repository.Folder, "hook-ran")));
    }

    [Fact]
    public async Task A_resolved_merge_is_concluded_and_an_unresolved_one_refused()
    {
        Write("src/app.txt", "one\nmine\nthree\n");
        await CommitInWorktreeAsync("mine");
        Repository.Write("src/app.txt", "one\ntheirs\nthree\n");
        await Repository.CommitAsync("theirs", Cancel);
        await Assert.ThrowsAsync<InvalidOperationException>(() => InWorktreeAsync("merge", "main"));
        await RefusedAsync(ErrorCodes.MergeConflict, () => CommitAsync("m"));
        Write("src/app.txt", "one\nmine\nthree\n");
        await InWorktreeAsync("add", "src/app.txt");

        await CommitAsync("resolved");

        Assert.Equal(2, (await InWorktreeAsync("log", "-1", "--format=%P")).Split(' ').Length);
    }

    [Fact]
    public async Task A_locked_index_is_said_clearly()
    {
        Write("a.txt", "a\n");
        File.WriteAllText(Path.Combine(Repository.Path, ".git", "worktrees", "k3f9", "index.lock"), "");

        Assert.Contains("index.lock", (await RefusedAsync(ErrorCodes.Unavailable, () => CommitAsync("a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_makes_git_start_programs_by_being_looked_at_does_not_get_its_way()
    {
        var trap = Repository.Write("trap.sh", $"#!/bin/sh\ntouch {Repository.Folder}/trap-ran\n");
        MakeExecutable(trap);
        await InMainAsync("config", "core.fsmonitor", trap);
        await InMainAsync("config", "diff.external", trap);
        await InMainAsync("config", "core.pager", trap);
        await InMainAsync("config", "core.editor", trap);
        Write("a.txt", "a\n");

        await ChangesAsync();
        await DiffAsync("a.txt");
        await SnapshotAsync();
        await Git.InspectRepository.RunAsync(new InspectRepositoryRequest { Path = Repository.Path }, Cancel);

        Assert.False(File.Exists(Path.Combine(Repository.Folder, "trap-ran")));
    }

    private Task<CommitWorktreeResponse> CommitAsync(string message) => Git.CommitWorktree.RunAsync(
        new CommitWorktreeRequest { WorktreePath = Worktree, Message = message }, Cancel);
}
