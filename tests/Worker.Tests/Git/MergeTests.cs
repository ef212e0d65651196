using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Protocol.Tasks;

namespace Homeport.Worker.Tests.Git;

public sealed class MergeTests : GitTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await CreateAsync();
    }

    [Theory]
    [InlineData(MergeStrategy.Merge), InlineData(MergeStrategy.Squash), InlineData(MergeStrategy.Rebase)]
    public async Task Diverged_branches_are_joined_and_the_checked_out_folder_moves_along(MergeStrategy strategy)
    {
        Write("a.txt", "a\n");
        await CommitInWorktreeAsync("add a");
        Write("b.txt", "b\n");
        await CommitInWorktreeAsync("add b");
        Write("rest.txt", "rest\n");
        Repository.Write("main.txt", "main\n");
        var before = await Repository.CommitAsync("meanwhile", Cancel);

        var merged = await MergeAsync(strategy);

        Assert.Equal(before, merged.PreviousCommit);
        Assert.Equal(merged.Commit, await InMainAsync("rev-parse", "main"));
        Assert.Equal("", await InMainAsync("status", "--porcelain"));
        Assert.All((string[])["a.txt", "b.txt", "rest.txt", "main.txt"], file => Assert.True(File.Exists(Path.Combine(Repository.Path, file))));
        var expected = strategy switch
        {
            MergeStrategy.Merge => "Merge the work",
            MergeStrategy.Squash => "Merge the work\nmeanwhile\nstart",
            MergeStrategy.Rebase => "The rest\nadd b\nadd a\nmeanwhile\nstart",
        };
        Assert.StartsWith(expected, await InMainAsync("log", "--format=%s"), StringComparison.Ordinal);
        Assert.Equal(strategy == MergeStrategy.Merge ? 2 : 1, (await InMainAsync("log", "-1", "--format=%P")).Split(' ').Length);
        Assert.Equal("Ada <ada@example.org>", await InMainAsync("log", "-1", "--format=%an <%ae>"));
        Assert.Equal(merged.HeadCommit, await InWorktreeAsync("rev-parse", "HEAD"));
        await InMainAsync("fsck", "--no-progress");
    }

    [Fact]
    public async Task A_rebase_keeps_author_date_and_message_of_each_commit()
    {
        Write("a.txt", "a\n");
        await InWorktreeAsync("add", "--all");
        await InWorktreeAsync("commit", "--quiet", "--author=Grace Höpper <grace@example.org>", "--date=2020-02-03T04:05:06+0300", "-m", "first\n\nbody ü\n\n- list");
        Repository.Write("main.txt", "main\n");
        await Repository.CommitAsync("meanwhile", Cancel);

        await MergeAsync(MergeStrategy.Rebase);

        Assert.Equal(
            "Grace Höpper <grace@example.org> 2020-02-03T04:05:06+03:00 first\n\nbody ü\n\n- list",
            await InMainAsync("log", "-1", "--format=%an <%ae> %aI %B"));
        Assert.Equal("Ada", await InMainAsync("log", "-1", "--format=%cn"));
    }

    [Fact]
    public async Task A_rebase_that_needs_no_rewriting_keeps_the_commits()
    {
        Write("a.txt", "a\n");
        var head = await CommitInWorktreeAsync("add a");

        Assert.Equal(head, (await MergeAsync(MergeStrategy.Rebase)).Commit);
    }

    [Fact]
    public async Task A_rebase_leaves_out_what_the_target_has_already()
    {
        Write("a.txt", "a\n");
        await CommitInWorktreeAsync("add a");
        Write("b.txt", "b\n");
        await CommitInWorktreeAsync("add b");
        Repository.Write("main.txt", "main\n");
        await Repository.CommitAsync("meanwhile", Cancel);
        await InMainAsync("cherry-pick", $"{Branch}~1");

        await MergeAsync(MergeStrategy.Rebase);

        Assert.Equal("add b\nadd a\nmeanwhile\nstart", await InMainAsync("log", "--format=%s"));
    }

    [Theory]
    [InlineData(MergeStrategy.Merge), InlineData(MergeStrategy.Squash), InlineData(MergeStrategy.Rebase)]
    public async Task A_conflict_names_the_files_and_leaves_no_trace(MergeStrategy strategy)
    {
        Write("src/app.txt", "one\nmine\nthree\n");
        Write("more.txt", "more\n");
        Repository.Write("src/app.txt", "one\ntheirs\nthree\n");
        var before = await Repository.CommitAsync("theirs", Cancel);
        var status = await InWorktreeAsync("status", "--porcelain");

        var refused = await RefusedAsync(ErrorCodes.MergeConflict, () => MergeAsync(strategy));

        Assert.Equal(["src/app.txt"], refused.Facts!["files"]);
        Assert.Equal(before, await InMainAsync("rev-parse", "main"));
        Assert.Equal(Base, await InWorktreeAsync("rev-parse", "HEAD"));
        Assert.Equal(status, await InWorktreeAsync("status", "--porcelain"));
        Assert.Equal("", await InMainAsync("status", "--porcelain"));
        Assert.False(File.Exists(Path.Combine(Repository.Path, ".git", "MERGE_HEAD")));
        Assert.Equal("", await InMainAsync("fsck", "--unreachable", "--no-progress"));
    }

    [Fact]
    public async Task A_dirty_target_folder_is_refused_with_what_to_do()
    {
        Write("a.txt", "a\n");
        Repository.Write("README.md", "being edited\n");

        var refused = await RefusedAsync(ErrorCodes.Conflict, () => MergeAsync(MergeStrategy.Merge));

        Assert.Equal(["README.md"], refused.Facts!["files"]);
        Assert.Contains("stash", refused.Message, StringComparison.Ordinal);
        Assert.Equal("being edited\n", File.ReadAllText(Path.Combine(Repository.Path, "README.md")));
        Assert.Equal(Base, await InWorktreeAsync("rev-parse", "HEAD"));
    }

    [Theory]
    [InlineData("new.txt", "new.txt"), InlineData("cache.log", "cache.log"), InlineData("folder/file", "folder")]
    public async Task A_file_that_would_be_overwritten_is_refused_even_an_ignored_one(string added, string inTheWay)
    {
        File.WriteAllText(Path.Combine(Repository.Path, ".git", "info", "exclude"), "*.log\nfolder\n");
        Write(added, "the agent's\n");
        await InWorktreeAsync("add", "--force", "--all", "--", added);
        Repository.Write(inTheWay, "precious\n");

        var refused = await RefusedAsync(ErrorCodes.Conflict, () => MergeAsync(MergeStrategy.Squash));

        Assert.Equal([added], refused.Facts!["files"]);
        Assert.Equal("precious\n", File.ReadAllText(Path.Combine(Repository.Path, inTheWay)));
        Assert.Equal(Base, await InMainAsync("rev-parse", "main"));
    }

    [Fact]
    public async Task Untracked_files_elsewhere_do_not_matter()
    {
        Write("a.txt", "a\n");
        Repository.Write("notes.txt", "mine\n");

        await MergeAsync(MergeStrategy.Merge);

        Assert.Equal("mine\n", File.ReadAllText(Path.Combine(Repository.Path, "notes.txt")));
    }

    [Fact]
    public async Task A_target_that_is_checked_out_nowhere_only_moves()
    {
        await InMainAsync("branch", "release");
        Write("a.txt", "a\n");

        var merged = await MergeAsync(MergeStrategy.Merge, "release");

        Assert.Equal(merged.Commit, await InMainAsync("rev-parse", "release"));
        Assert.Equal(Base, await InMainAsync("rev-parse", "main"));
        Assert.False(File.Exists(Path.Combine(Repository.Path, "a.txt")));
        Assert.Contains("homeport: merge homeport/work", await InMainAsync("reflog", "release"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_in_another_worktree_moves_there()
    {
        var other = Path.Combine(Repository.Folder, "other");
        await InMainAsync("worktree", "add", "--quiet", "-b", "release", other);
        Write("a.txt", "a\n");

        await MergeAsync(MergeStrategy.Squash, "release");

        Assert.Equal("a\n", File.ReadAllText(Path.Combine(other, "a.txt")));
        Assert.Equal("", await Repository.GitAsync(other, ["status", "--porcelain"], Cancel));
    }

    [Fact]
    public async Task Deleted_renamed_and_linked_files_move_along_in_the_target_folder()
    {
        File.Delete(Path.Combine(Worktree, "README.md"));
        await InWorktreeAsync("mv", "src/app.txt", "src2.txt");
        Directory.Delete(Path.Combine(Worktree, "src"));
        File.CreateSymbolicLink(Path.Combine(Worktree, "src"), "src2.txt");

        await MergeAsync(MergeStrategy.Merge);

        Assert.False(File.Exists(Path.Combine(Repository.Path, "README.md")));
        Assert.Equal("src2.txt", new FileInfo(Path.Combine(Repository.Path, "src")).LinkTarget);
        Assert.Equal("", await InMainAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task A_merge_in_progress_in_the_target_folder_is_refused()
    {
        Write("a.txt", "a\n");
        File.WriteAllText(Path.Combine(Repository.Path, ".git", "MERGE_HEAD"), Base + "\n");

        Assert.Contains("MERGE_HEAD", (await RefusedAsync(ErrorCodes.Conflict, () => MergeAsync(MergeStrategy.Merge))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_index_in_the_target_folder_takes_the_branch_back()
    {
        Write("a.txt", "a\n");
        File.WriteAllText(Path.Combine(Repository.Path, ".git", "index.lock"), "");

        await RefusedAsync(ErrorCodes.Conflict, () => MergeAsync(MergeStrategy.Merge));

        Assert.Equal(Base, await InMainAsync("rev-parse", "main"));
        File.Delete(Path.Combine(Repository.Path, ".git", "index.lock"));
        Assert.Equal("", await InMainAsync("status", "--porcelain"));
        await MergeAsync(MergeStrategy.Merge);
    }

    [Fact]
    public async Task Missing_targets_and_the_branch_itself_are_refused()
    {
        Assert.Contains("'nowhere'", (await RefusedAsync(ErrorCodes.NotFound, () => MergeAsync(MergeStrategy.Merge, "nowhere"))).Message, StringComparison.Ordinal);
        await RefusedAsync(ErrorCodes.BranchInvalid, () => MergeAsync(MergeStrategy.Merge, Branch));
        await RefusedAsync(ErrorCodes.NotFound, () => MergeAsync(MergeStrategy.Merge, "main^{commit}"));
        await RefusedAsync(ErrorCodes.NotFound, () => MergeAsync(MergeStrategy.Merge, "--help"));
    }

    [Fact]
    public async Task A_worktree_that_left_its_branch_is_refused()
    {
        await InWorktreeAsync("checkout", "--quiet", "-b", "elsewhere");
        Write("a.txt", "a\n");

        Assert.Contains("'elsewhere'", (await RefusedAsync(ErrorCodes.Conflict, () => MergeAsync(MergeStrategy.Merge))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merging_again_changes_nothing()
    {
        Write("a.txt", "a\n");
        var first = await MergeAsync(MergeStrategy.Squash);

        var second = await MergeAsync(MergeStrategy.Squash);

        Assert.Equal((first.Commit, first.Commit), (second.Commit, second.PreviousCommit));
    }

    [Fact]
    public async Task Branches_without_a_common_commit_are_refused()
    {
        await InMainAsync("checkout", "--quiet", "--orphan", "lonely");
        await Repository.CommitAsync("lonely", Cancel);
        Write("a.txt", "a\n");
        await CommitInWorktreeAsync("a");

        Assert.Contains("in common", (await RefusedAsync(ErrorCodes.Conflict, () => MergeAsync(MergeStrategy.Merge, "lonely"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_merges_into_one_branch_at_once_both_arrive()
    {
        Write("a.txt", "a\n");
        var first = (Worktree, Branch);
        await CreateAsync(taskId: "two", shortId: "two");
        Write("b.txt", "b\n");
        var second = (Worktree, Branch);

        await System.Threading.Tasks.Task.WhenAll(MergeOneAsync(first), MergeOneAsync(second));

        Assert.True(File.Exists(Path.Combine(Repository.Path, "a.txt")) && File.Exists(Path.Combine(Repository.Path, "b.txt")));
        Assert.Equal("", await InMainAsync("status", "--porcelain"));

        Task MergeOneAsync((string Worktree, string Branch) side) => Git.MergeBranch.RunAsync(
            new MergeBranchRequest
            {
                TaskId = Task,
                RepositoryPath = Repository.Path,
                WorktreePath = side.Worktree,
                Branch = side.Branch,
                TargetBranch = "main",
                Strategy = MergeStrategy.Rebase,
                Message = "m",
                CommitMessage = "c",
            },
            Cancel);
    }
}
