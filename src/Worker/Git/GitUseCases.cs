using Homeport.Worker.Browse;
using Homeport.Worker.Setup;
using Homeport.Worker.Trust;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Git;

/// <summary>The table of contents of what the worker does with git and folders, wired once.</summary>
internal sealed class GitUseCases
{
    /// <param name="gitFile">Path of git, or a name that is looked up in the environment's PATH.</param>
    /// <param name="environment">The allow-listed environment in which git runs.</param>
    /// <param name="dataFolder">Homeport's data folder, absolute.</param>
    /// <param name="allowedRoots">Where repositories may lie; the first, the person's home, is where browsing starts.</param>
    /// <param name="time">For snapshots, the trash and all timeouts.</param>
    public GitUseCases(
        string gitFile, IReadOnlyDictionary<string, string> environment, string dataFolder, IReadOnlyList<string> allowedRoots, TimeProvider time)
    {
        var git = new GitProgram(gitFile, environment, time);
        var root = new WorktreeRoot(dataFolder);
        var roots = new AllowedRoots(allowedRoots);
        var locks = new RepositoryLocks(time);
        var move = new FolderMove(environment, time);
        var pictures = new WorktreePictures(git, root, environment.GetValueOrDefault("HOME"));
        var sides = new MergeSides(git, pictures);

        Repair = new WorktreeRepair(git, root, move);
        InspectRepository = new InspectRepository(git, root, roots, locks);
        CloneRepository = new CloneRepository(git, root, roots, locks, move);
        ListBranches = new ListBranches(git);
        FindFiles = new FindFiles(git);
        CreateSnapshot = new CreateSnapshot(git, root, locks);
        ListSnapshots = new ListSnapshots(git);
        RestoreSnapshot = new RestoreSnapshot(git, CreateSnapshot, locks);
        CreateWorktree = new CreateWorktree(git, root, locks, RestoreSnapshot, Repair);
        RemoveWorktree = new RemoveWorktree(git, root, locks, CreateSnapshot, move, pictures);
        RestoreWorktree = new RestoreWorktree(git, root, locks, RestoreSnapshot, move, Repair);
        PurgeTrash = new PurgeTrash(root, move);
        CopyPlanner = new CopyPlanner(git, CopyLimits.Usual);
        FindUntrusted = new FindUntrusted(git, CopyPlanner);
        GetChanges = new GetChanges(git, pictures);
        GetFileDiff = new GetFileDiff(git, pictures);
        CommitWorktree = new CommitWorktree(git, locks);
        PreviewMerge = new PreviewMerge(git, root, sides);
        MergeBranch = new MergeBranch(git, locks, sides, CommitWorktree);
        UndoMerge = new UndoMerge(git, locks);
        BrowseDirectory = new BrowseDirectory(roots);
        ListBrowseRoots = new ListBrowseRoots(roots);
    }

    /// <summary>Its <c>RepairAsync</c> runs once at the start, before any of the others.</summary>
    public WorktreeRepair Repair { get; }

    public InspectRepository InspectRepository { get; }
    public CloneRepository CloneRepository { get; }
    public ListBranches ListBranches { get; }
    public FindFiles FindFiles { get; }
    public CreateWorktree CreateWorktree { get; }
    public RemoveWorktree RemoveWorktree { get; }
    public RestoreWorktree RestoreWorktree { get; }
    public PurgeTrash PurgeTrash { get; }
    public CopyPlanner CopyPlanner { get; }
    public FindUntrusted FindUntrusted { get; }
    public GetChanges GetChanges { get; }
    public GetFileDiff GetFileDiff { get; }
    public CommitWorktree CommitWorktree { get; }
    public PreviewMerge PreviewMerge { get; }
    public MergeBranch MergeBranch { get; }
    public UndoMerge UndoMerge { get; }
    public CreateSnapshot CreateSnapshot { get; }
    public ListSnapshots ListSnapshots { get; }
    public RestoreSnapshot RestoreSnapshot { get; }
    public BrowseDirectory BrowseDirectory { get; }
    public ListBrowseRoots ListBrowseRoots { get; }
}
