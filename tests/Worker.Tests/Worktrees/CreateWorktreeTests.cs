using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Testing.Git;
using Homeport.Worker.Tests.Git;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Tests.Worktrees;

public sealed class CreateWorktreeTests : GitTest
{
    [Fact]
    public async Task A_worktree_stands_in_our_own_folder_on_its_own_branch_at_the_base()
    {
        var made = await CreateAsync();

        Assert.Equal(Path.Combine(Repository.Data, "worktrees", "app", "k3f9"), made.WorktreePath);
        Assert.Equal(await Repository.HeadAsync(Cancel), made.BaseCommit);
        Assert.Equal("homeport/work", await InWorktreeAsync("branch", "--show-current"));
        Assert.Equal("one\ntwo\nthree\n", Read("src/app.txt"));
        Assert.Equal("", await InWorktreeAsync("status", "--porcelain"));
        Assert.Equal("main", await InMainAsync("branch", "--show-current"));
        Assert.DoesNotContain("worktreeconfig", await InMainAsync("config", "--list"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Asked_again_for_the_same_task_it_answers_the_same()
    {
        var first = await CreateAsync();
        Write("kept.txt", "kept\n");
        Repository.Write("README.md", "moved on\n");
        await Repository.CommitAsync("moved on", Cancel);

        Assert.Equal(first, await CreateAsync());
        Assert.Equal("kept\n", Read("kept.txt"));
        await RefusedAsync(ErrorCodes.Conflict, () => CreateAsync(taskId: "another"));
    }

    [Fact]
    public async Task It_begins_with_exactly_the_commit_that_is_asked_for_wherever_the_branch_is_by_then()
    {
        var start = await Repository.HeadAsync(Cancel);
        Repository.Write("README.md", "moved on\n");
        await Repository.CommitAsync("moved on", Cancel);
        var request = new CreateWorktreeRequest
        {
            TaskId = Task,
            RepositoryPath = Repository.Path,
            ProjectFolder = "app",
            ShortId = "k3f9",
            Branch = "homeport/work",
            BaseBranch = "main",
            BaseCommit = start,
        };

        await RefusedAsync(ErrorCodes.InvalidRequest, () => Git.CreateWorktree.RunAsync(request with { BaseCommit = "main~1" }, Cancel));
        var made = await Git.CreateWorktree.RunAsync(request, Cancel);

        Assert.Equal(start, made.BaseCommit);
        Assert.Equal(start, await Repository.GitAsync(made.WorktreePath, ["rev-parse", "HEAD"], Cancel));
    }

    [Fact]
    public async Task A_taken_branch_name_gets_a_number()
    {
        await InMainAsync("branch", "homeport/work");
        await InMainAsync("branch", "homeport/work-2/below");

        Assert.Equal("homeport/work-3", (await CreateAsync()).Branch);
    }

    [Fact]
    public async Task A_branch_that_is_in_the_way_as_a_folder_is_said()
    {
        await InMainAsync("branch", "homeport");

        Assert.Contains("'homeport'", (await RefusedAsync(ErrorCodes.BranchInvalid, () => CreateAsync())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-x"), InlineData("a..b"), InlineData("a b"), InlineData("@{-1}"), InlineData("a~1"), InlineData("x.lock"), InlineData(""), InlineData("a*")]
    [InlineData("--detach"), InlineData("HEAD")]
    public async Task A_name_that_git_does_not_allow_is_refused(string name)
    {
        await RefusedAsync(ErrorCodes.BranchInvalid, () => CreateAsync(branch: name));
        await RefusedAsync(ErrorCodes.BranchInvalid, () => CreateAsync(baseBranch: name));
        Assert.False(Directory.Exists(Path.Combine(Repository.Data, "worktrees", "app", "k3f9")));
    }

    [Theory]
    [InlineData(".."), InlineData("a/b"), InlineData("-rf"), InlineData(".hidden"), InlineData("")]
    public async Task A_name_that_leaves_the_folder_is_refused(string name)
    {
        await RefusedAsync(ErrorCodes.InvalidRequest, () => CreateAsync(shortId: name));
        await RefusedAsync(ErrorCodes.InvalidRequest, () => CreateAsync(project: name));
        await RefusedAsync(ErrorCodes.InvalidRequest, () => CreateAsync(taskId: "a/../b"));
    }

    [Fact]
    public async Task A_base_that_only_a_remote_has_is_used_without_tracking_it()
    {
        using var upstream = await TestRepository.CreateAsync(Cancel, "up");
        await upstream.GitAsync(["checkout", "--quiet", "-b", "feature/x"], Cancel);
        var tip = await upstream.CommitAsync("feature", Cancel);
        await InMainAsync("remote", "add", "origin", upstream.Path);
        await InMainAsync("fetch", "--quiet", "origin");

        Assert.Equal(tip, (await CreateAsync(baseBranch: "feature/x")).BaseCommit);
        Assert.Equal(tip, (await CreateAsync(taskId: "two", shortId: "two", baseBranch: "origin/feature/x")).BaseCommit);
        await Assert.ThrowsAsync<InvalidOperationException>(() => InWorktreeAsync("rev-parse", "--abbrev-ref", "@{upstream}"));
    }

    [Fact]
    public async Task A_base_that_is_nowhere_is_said()
    {
        Assert.Contains("'nowhere'", (await RefusedAsync(ErrorCodes.NotFound, () => CreateAsync(baseBranch: "nowhere"))).Message, StringComparison.Ordinal);
        using var empty = await TestRepository.CreateEmptyAsync(Cancel);
        var refused = await RefusedAsync(ErrorCodes.RepositoryInvalid, () => Git.CreateWorktree.RunAsync(
            new CreateWorktreeRequest { TaskId = Task, RepositoryPath = empty.Path, ProjectFolder = "p", ShortId = "s", Branch = "b", BaseBranch = "main" }, Cancel));
        Assert.Contains("no commit", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spaces_and_other_letters_in_every_path_work()
    {
        using var repository = await TestRepository.CreateAsync(Cancel, "Größe 日本 'q\" app");
        var use = new Worker.Git.GitUseCases("git", repository.Environment, Path.Combine(repository.Folder, "data ö:x"), [repository.Folder], TimeProvider.System);
        var made = await use.CreateWorktree.RunAsync(
            new CreateWorktreeRequest
            {
                TaskId = Task,
                RepositoryPath = repository.Path,
                ProjectFolder = "Größe 日本",
                ShortId = "s1",
                Branch = "homeport/größe",
                BaseBranch = "main",
            },
            Cancel);
        TestRepository.WriteIn(made.WorktreePath, "neu ü.txt", "x\n");

        var changes = await use.GetChanges.RunAsync(
            new() { TaskId = Task, WorktreePath = made.WorktreePath, BaseCommit = made.BaseCommit, Scope = Protocol.Reviews.DiffScope.All }, Cancel);

        Assert.Equal("neu ü.txt", Assert.Single(changes.Files).Path);
    }

    [Fact]
    public async Task A_bare_repository_and_a_detached_or_dirty_main_folder_are_no_obstacle()
    {
        await InMainAsync("checkout", "--quiet", "--detach");
        Repository.Write("README.md", "dirty\n");
        await CreateAsync();
        var bare = Path.Combine(Repository.Folder, "bare.git");
        await InMainAsync("clone", "--quiet", "--bare", ".", bare);

        var made = await Git.CreateWorktree.RunAsync(
            new CreateWorktreeRequest { TaskId = "bare", RepositoryPath = bare, ProjectFolder = "bare", ShortId = "b", Branch = "work", BaseBranch = "main" }, Cancel);

        Assert.True(File.Exists(Path.Combine(made.WorktreePath, "README.md")));
    }

    [Fact]
    public async Task A_creation_that_was_killed_is_undone_and_repeated()
    {
        var path = Path.Combine(Repository.Data, "worktrees", "app", "k3f9");
        var start = await Repository.HeadAsync(Cancel);
        new WorktreeIntent(Path.Combine(Repository.Path, ".git"), "homeport/work", start).Write(path);
        await InMainAsync("worktree", "add", "--quiet", "-b", "homeport/work", path);
        File.WriteAllText(Path.Combine(Repository.Path, ".git", "worktrees", "k3f9", "locked"), "initializing\n");
        File.Delete(Path.Combine(path, "README.md"));

        var made = await CreateAsync();

        Assert.Equal("homeport/work", made.Branch);
        Assert.Equal("", await InWorktreeAsync("status", "--porcelain"));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(Repository.Data, "trash")));
        Assert.Equal(2, (await InMainAsync("worktree", "list")).Split('\n').Length);
    }

    [Fact]
    public async Task A_creation_that_fails_leaves_nothing()
    {
        await InMainAsync("config", "filter.broken.smudge", "false");
        await InMainAsync("config", "filter.broken.required", "true");
        File.WriteAllText(Path.Combine(Repository.Path, ".git", "info", "attributes"), "*.md filter=broken\n");

        await RefusedAsync(ErrorCodes.Unavailable, () => CreateAsync());

        Assert.Equal("main", await InMainAsync("branch", "--format=%(refname:short)"));
        Assert.Single((await InMainAsync("worktree", "list")).Split('\n'));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Repository.Data, "worktrees", "app")));
        File.Delete(Path.Combine(Repository.Path, ".git", "info", "attributes"));
        Assert.Equal("homeport/work", (await CreateAsync()).Branch);
    }

    [Fact]
    public async Task Hooks_do_not_run_when_a_worktree_is_made()
    {
        var hook = Repository.Write(".git/hooks/post-checkout", "#!/bin/sh\ntouch ../hook-ran\nexit 1\n");
        MakeExecutable(hook);

        await CreateAsync();

        Assert.False(File.Exists(Path.Combine(Worktree, "..", "hook-ran")));
    }

    [Fact]
    public async Task Many_worktrees_of_one_repository_can_be_made_at_once()
    {
        var made = await System.Threading.Tasks.Task.WhenAll(Enumerable.Range(0, 6).Select(number => CreateAsync($"task-{number}", $"id{number}")));

        Assert.Equal(6, made.Select(one => one.Branch).Distinct().Count());
    }

    [Fact]
    public async Task The_start_up_repair_moves_what_is_half_made_and_leaves_the_rest()
    {
        await CreateAsync();
        var unreachable = Path.Combine(Repository.Data, "worktrees", "app", "away");
        TestRepository.WriteIn(unreachable, ".git", "gitdir: /mnt/not-mounted/.git/worktrees/away\n");
        TestRepository.WriteIn(Path.Combine(Repository.Data, "worktrees", "app", "loose"), "work.txt", "work\n");
        TestRepository.WriteIn(Path.Combine(Repository.Data, "repositories", ".x-1.cloning"), "part", "x");

        var undone = await Git.Repair.RepairAsync(Cancel);

        Assert.Equal(Path.Combine(Repository.Data, "worktrees", "app", "loose"), Assert.Single(undone));
        Assert.True(Directory.Exists(unreachable));
        Assert.Equal("", await InWorktreeAsync("status", "--porcelain"));
        var trashed = Assert.Single(Directory.EnumerateFiles(Path.Combine(Repository.Data, "trash"), "work.txt", SearchOption.AllDirectories));
        Assert.Equal("work\n", File.ReadAllText(trashed));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Repository.Data, "repositories")));
    }
}
