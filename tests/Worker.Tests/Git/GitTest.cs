using Homeport.Protocol.Git;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Tasks;
using Homeport.Testing.Git;
using Homeport.Worker.Git;

namespace Homeport.Worker.Tests.Git;

/// <summary>A repository, the use cases over it, and one task's worktree on demand.</summary>
public abstract class GitTest : IAsyncLifetime
{
    internal const string Task = "019a0000-0000-7000-8000-000000000001";

    private protected TestRepository Repository { get; private set; } = null!;
    private protected GitUseCases Git { get; set; } = null!;
    private protected string Base { get; private set; } = "";
    private protected string Worktree { get; private set; } = "";
    private protected string Branch { get; private set; } = "";
    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        Repository = await TestRepository.CreateAsync(Cancel);
        Git = NewUseCases();
    }

    public virtual ValueTask DisposeAsync()
    {
        Repository.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected GitUseCases NewUseCases(TimeProvider? time = null) =>
        new("git", Repository.Environment, Repository.Data, [Repository.Folder], time ?? TimeProvider.System);

    private protected async Task<CreateWorktreeResponse> CreateAsync(
        string taskId = Task, string shortId = "k3f9", string branch = "homeport/work", string baseBranch = "main", string project = "app")
    {
        var made = await Git.CreateWorktree.RunAsync(
            new CreateWorktreeRequest
            {
                TaskId = taskId,
                RepositoryPath = Repository.Path,
                ProjectFolder = project,
                ShortId = shortId,
                Branch = branch,
                BaseBranch = baseBranch,
            },
            Cancel);
        (Worktree, Branch, Base) = (made.WorktreePath, made.Branch, made.BaseCommit);
        return made;
    }

    private protected void Write(string path, string text) => TestRepository.WriteIn(Worktree, path, text);

    private protected string Read(string path) => File.ReadAllText(Path.Combine(Worktree, path));

    private protected async Task<string> InWorktreeAsync(params string[] arguments) => await Repository.GitAsync(Worktree, arguments, Cancel);

    private protected async Task<string> InMainAsync(params string[] arguments) => await Repository.GitAsync(arguments, Cancel);

    private protected async Task<string> CommitInWorktreeAsync(string message)
    {
        await InWorktreeAsync("add", "--all");
        await InWorktreeAsync("commit", "--quiet", "-m", message);
        return await InWorktreeAsync("rev-parse", "HEAD");
    }

    private protected async Task<GetChangesResponse> ChangesAsync(DiffScope scope = DiffScope.All, int? from = null, int? to = null) =>
        await Git.GetChanges.RunAsync(
            new GetChangesRequest { TaskId = Task, WorktreePath = Worktree, BaseCommit = Base, Scope = scope, FromSnapshot = from, ToSnapshot = to }, Cancel);

    private protected async Task<FileDiffView> DiffAsync(string path, DiffScope scope = DiffScope.All, int context = 3, bool ignoreWhitespace = false) =>
        (await Git.GetFileDiff.RunAsync(
            new GetFileDiffRequest
            {
                TaskId = Task,
                WorktreePath = Worktree,
                BaseCommit = Base,
                Scope = scope,
                Path = path,
                Context = context,
                IgnoreWhitespace = ignoreWhitespace,
            },
            Cancel)).File;

    private protected async Task<SnapshotView> SnapshotAsync(string reason = "After a turn") =>
        (await Git.CreateSnapshot.RunAsync(new CreateSnapshotRequest { TaskId = Task, WorktreePath = Worktree, Reason = reason }, Cancel)).Snapshot;

    private protected async Task<MergeBranchResponse> MergeAsync(MergeStrategy strategy, string target = "main") => await Git.MergeBranch.RunAsync(
        new MergeBranchRequest
        {
            TaskId = Task,
            RepositoryPath = Repository.Path,
            WorktreePath = Worktree,
            Branch = Branch,
            TargetBranch = target,
            Strategy = strategy,
            Message = "Merge the work",
            CommitMessage = "The rest",
        },
        Cancel);

    private protected async Task<RemoveWorktreeResponse> RemoveAsync(string? deleteBranch = null) => await Git.RemoveWorktree.RunAsync(
        new RemoveWorktreeRequest { TaskId = Task, RepositoryPath = Repository.Path, WorktreePath = Worktree, DeleteBranch = deleteBranch }, Cancel);

    private protected async Task RestoreAsync(string? trashId) => await Git.RestoreWorktree.RunAsync(
        new RestoreWorktreeRequest { TaskId = Task, RepositoryPath = Repository.Path, WorktreePath = Worktree, Branch = Branch, TrashId = trashId }, Cancel);

    private protected static async Task<WorkerRefusedException> RefusedAsync(string code, Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<WorkerRefusedException>(act);
        Assert.Equal(code, refused.Code);
        Assert.NotEqual("", refused.Message);
        return refused;
    }

    private protected static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
