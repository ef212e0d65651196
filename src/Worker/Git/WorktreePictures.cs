using System.Collections.Concurrent;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Git;

/// <summary>
/// Keeps the last picture of each working folder and takes a new one when anything in it changed. The picture's index and
/// objects are files of our own, so looking at changes writes nothing into the person's repository.
/// </summary>
internal sealed class WorktreePictures(GitProgram git, WorktreeRoot root, string? home)
{
    private const int MostKept = 64;

    /// <summary>Each time leaves a file with new objects behind; then a fresh start clears them away.</summary>
    private const int MostTurns = 30;

    /// <summary>
    /// The clock of file systems moves in steps of up to 10 ms. What changed this shortly before we looked may have changed
    /// again since without showing it, so such a picture is not used twice.
    /// </summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, Place> _places = new(StringComparer.Ordinal);
    private long _uses;

    /// <summary>Lets <paramref name="use"/> look at the folder as it stands now. Others wait meanwhile.</summary>
    public async Task<T> UseAsync<T>(string top, Func<WorktreePicture, Task<T>> use, CancellationToken cancellationToken)
    {
        var place = _places.GetOrAdd(top, _ => new Place());
        await place.Gate.WaitAsync(cancellationToken);
        try
        {
            place.LastUse = Interlocked.Increment(ref _uses);
            var folders = GitFolders.Of(top);
            var stamp = GitStamp.Of(folders, home);
            var last = place.Picture;
            var print = last is { Fingerprint: not null } && last.Stamp == stamp
                ? FolderFingerprint.Of(folders.Top, last.Status.IgnoredFolders, cancellationToken)
                : (FolderFingerprint?)null;
            var isStillTrue = print is { } now && now == last!.Fingerprint && now.NewestTicks < (last.TakenAt - ClockStep).Ticks;
            place.Picture = isStillTrue ? last : await TakeAsync(folders, stamp, last, print, cancellationToken);
            return await use(place.Picture!);
        }
        finally
        {
            place.Gate.Release();
            LetGoOfTheOldest();
        }
    }

    /// <summary>
    /// The last picture if these files are still what they were when it was taken, without a look at all the others.
    /// </summary>
    public async Task<T?> TryUseLastAsync<T>(
        string top, Func<WorktreePicture, bool> isEnough, Func<WorktreePicture, Task<T>> use, CancellationToken cancellationToken)
        where T : class
    {
        if (!_places.TryGetValue(top, out var place))
        {
            return null;
        }

        await place.Gate.WaitAsync(cancellationToken);
        try
        {
            return place.Picture is { } picture && GitFolders.TryOf(top) is { } folders
                && picture.Stamp == GitStamp.Of(folders, home) && isEnough(picture)
                ? await use(picture)
                : null;
        }
        finally
        {
            place.Gate.Release();
        }
    }

    /// <summary>Removes what we computed about a folder that is gone.</summary>
    public async Task ForgetAsync(string top, CancellationToken cancellationToken)
    {
        var place = _places.GetOrAdd(top, _ => new Place());
        await place.Gate.WaitAsync(cancellationToken);
        try
        {
            place.Picture = null;
            if (Directory.Exists(root.ScratchOf(top)))
            {
                Directory.Delete(root.ScratchOf(top), recursive: true);
            }
        }
        finally
        {
            place.Gate.Release();
        }
    }

    /// <summary>Did nothing at this path change since the picture was taken? Looks at the path and at the folder it is in.</summary>
    public static bool IsUnchanged(WorktreePicture picture, string path)
    {
        var full = Path.Combine(picture.Folders.Top, path);
        var oldest = picture.TakenAt - ClockStep;
        var entry = new FileInfo(full);
        var isOld = !(entry.Exists || entry.LinkTarget is not null) || entry.LastWriteTimeUtc < oldest;
        return isOld && Directory.Exists(Path.GetDirectoryName(full)) && Directory.GetLastWriteTimeUtc(Path.GetDirectoryName(full)!) < oldest;
    }

    /// <param name="folders">Of what.</param>
    /// <param name="stamp">What git knows of it, taken before.</param>
    /// <param name="last">The picture before, if there is one.</param>
    /// <param name="print">The folder's fingerprint, taken before with what was ignored then; null if it was not needed.</param>
    /// <param name="cancellationToken">Ends git.</param>
    private async Task<WorktreePicture> TakeAsync(
        GitFolders folders, string stamp, WorktreePicture? last, FolderFingerprint? print, CancellationToken cancellationToken)
    {
        var takenAt = git.Time.GetUtcNow().UtcDateTime;
        var indexStamp = GitStamp.OfFile(folders.Index);
        var status = await WorktreeStatus.ReadAsync(git, folders.Top, refreshesIndex: false, cancellationToken);
        var scratch = root.ScratchOf(folders.Top);
        var index = new PrivateIndex(folders, Path.Combine(scratch, "index")) { ScratchObjects = Path.Combine(scratch, "objects") };
        var turn = CanAddTo(last, indexStamp, status, scratch) ? last!.Turn + 1 : 0;
        if (turn == 0)
        {
            index.CopyFromWorktree();
        }

        var walking = print is not null && last!.Status.IgnoredFolders.SetEquals(status.IgnoredFolders)
            ? Task.FromResult(print)
            : WalkAsync(folders, status, cancellationToken);
        var adding = status.HasUncommitted ? index.AddAsync(git, status.Paths.Keys, cancellationToken) : Task.CompletedTask;
        await Task.WhenAll(walking, adding);
        return new WorktreePicture(folders, index, status)
        {
            Stamp = stamp,
            IndexStamp = indexStamp,
            Turn = turn,
            TakenAt = takenAt,
            Fingerprint = await walking,
        };
    }

    /// <summary>None where a submodule's commit can change without a file of this folder changing.</summary>
    private static Task<FolderFingerprint?> WalkAsync(GitFolders folders, WorktreeStatus status, CancellationToken cancellationToken) =>
        File.Exists(Path.Combine(folders.Top, ".gitmodules"))
            ? Task.FromResult<FolderFingerprint?>(null)
            : Task.Run<FolderFingerprint?>(() => FolderFingerprint.Of(folders.Top, status.IgnoredFolders, cancellationToken), cancellationToken);

    /// <summary>The last copy can be brought up to date if it holds nothing but the person's index and paths that still differ.</summary>
    private static bool CanAddTo(WorktreePicture? last, string indexStamp, WorktreeStatus status, string scratch) =>
        last is { Turn: < MostTurns } && last.IndexStamp == indexStamp && Directory.Exists(scratch)
        && last.Status.Paths.Keys.All(status.Paths.ContainsKey);

    /// <summary>A place stays, because somebody may be waiting at its gate; what it remembers goes.</summary>
    private void LetGoOfTheOldest()
    {
        var kept = _places.Values.Where(place => place.Picture is not null).ToArray();
        if (kept.Length > MostKept && kept.MinBy(place => place.LastUse) is { } oldest && oldest.Gate.Wait(TimeSpan.Zero))
        {
            oldest.Picture = null;
            oldest.Gate.Release();
        }
    }

    private sealed class Place
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
        public WorktreePicture? Picture { get; set; }
        public long LastUse { get; set; }
    }
}

/// <summary>A working folder at one moment.</summary>
/// <param name="folders">Where it is.</param>
/// <param name="index">Holds everything that stood in it.</param>
/// <param name="status">How it differs from HEAD.</param>
internal sealed class WorktreePicture(GitFolders folders, PrivateIndex index, WorktreeStatus status)
{
    public GitFolders Folders => folders;
    public PrivateIndex Index => index;
    public WorktreeStatus Status => status;
    public required string Stamp { get; init; }
    public required string IndexStamp { get; init; }
    public required DateTime TakenAt { get; init; }

    /// <summary>How often the private index was brought up to date since it was copied.</summary>
    public required int Turn { get; init; }

    /// <summary>Null where changes cannot be told from the files alone.</summary>
    public required FolderFingerprint? Fingerprint { get; init; }

    /// <summary>Lists of changes that were computed from this picture, by what was compared.</summary>
    public Dictionary<DiffRange, IReadOnlyList<ChangedFile>> Changes { get; } = [];
}
