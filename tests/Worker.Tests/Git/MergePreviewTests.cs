using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Protocol.Tasks;

namespace Homeport.Worker.Tests.Git;

public sealed class MergePreviewTests : GitTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await CreateAsync();
    }

    [Fact]
    public async Task An_undone_merge_puts_branch_and_files_back_unless_something_came_after()
    {
        Write("a.txt", "a\n");
        var merged = await MergeAsync(MergeStrategy.Merge);
        await UndoAsync(merged);
        Assert.Equal(merged.PreviousCommit, await InMainAsync("rev-parse", "main"));
        Assert.False(File.Exists(Path.Combine(Repository.Path, "a.txt")));
        Assert.Equal("", await InMainAsync("status", "--porcelain"));
        await UndoAsync(merged);

        merged = await MergeAsync(MergeStrategy.Merge);
        Repository.Write("a.txt", "being edited\n");
        await RefusedAsync(ErrorCodes.Conflict, () => UndoAsync(merged));
        await Repository.CommitAsync("later", Cancel);
        await RefusedAsync(ErrorCodes.Conflict, () => UndoAsync(merged));
        Assert.Equal("being edited\n", File.ReadAllText(Path.Combine(Repository.Path, "a.txt")));
    }

    [Fact]
    public async Task A_preview_counts_and_foretells_without_writing()
    {
        Assert.Equal((false, 0, 0), await Short());
        Write("a.txt", "a\n");
        Assert.Equal((true, 1, 0), await Short());
        await CommitInWorktreeAsync("add a");
        Write("src/app.txt", "one\nmine\nthree\n");
        Repository.Write("src/app.txt", "one\ntheirs\nthree\n");
        Repository.Write("x", "x");
        await Repository.CommitAsync("theirs", Cancel);

        var preview = await PreviewAsync();

        Assert.Equal((false, 2, 1), (preview.CanMerge, preview.Ahead, preview.Behind));
        Assert.Equal(["src/app.txt"], preview.Conflicts);
        Assert.Equal("", await InMainAsync("fsck", "--unreachable", "--no-progress"));
        Write("src/app.txt", "one\ntwo\nthree\n");
        Repository.Write("README.md", "dirty\n");
        preview = await PreviewAsync();
        Assert.Empty(preview.Conflicts);
        Assert.Contains("uncommitted changes", preview.Reason, StringComparison.Ordinal);

        async Task<(bool, int, int)> Short() => await PreviewAsync() is var answer ? (answer.CanMerge, answer.Ahead, answer.Behind) : default;
    }

    [Fact]
    public async Task A_preview_of_a_worktree_that_left_its_branch_says_so()
    {
        Write("a.txt", "a\n");
        await InWorktreeAsync("checkout", "--quiet", "--detach");

        var preview = await PreviewAsync();

        Assert.False(preview.CanMerge);
        Assert.Contains("detached", preview.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_without_a_worktree_looks_at_the_branch()
    {
        Write("src/app.txt", "one\nmine\nthree\n");
        await CommitInWorktreeAsync("mine");
        Repository.Write("src/app.txt", "one\ntheirs\nthree\n");
        await Repository.CommitAsync("theirs", Cancel);
        await RemoveAsync();

        Assert.Equal(["src/app.txt"], (await PreviewAsync()).Conflicts);
        Assert.Equal("", await InMainAsync("fsck", "--unreachable", "--no-progress"));
    }

    private Task<TryMergeResponse> PreviewAsync() => Git.PreviewMerge.RunAsync(
        new TryMergeRequest { RepositoryPath = Repository.Path, WorktreePath = Worktree, BaseCommit = Base, Branch = Branch, TargetBranch = "main" }, Cancel);

    private Task<NoResponse> UndoAsync(MergeBranchResponse merged) => Git.UndoMerge.RunAsync(
        new RevertMergeRequest { RepositoryPath = Repository.Path, TargetBranch = "main", MergedCommit = merged.Commit, PreviousCommit = merged.PreviousCommit }, Cancel);
}
