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
            place.Picture = IsStillTrue(place.Picture, folders, stamp, cancellationToken)
                ? place.Picture
                : await TakeAsync(folders, stamp, place.Picture, cancellationToken);
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
        if (!_places.TryRemove(top, out var place))
        {
            place = new Place();
        }

        await place.Gate.WaitAsync(cancellationToken);
        try
        {
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

    private static bool IsStillTrue(WorktreePicture? picture, GitFolders folders, string stamp, CancellationToken cancellationToken) =>
        picture is { Fingerprint: { } fingerprint }
        && picture.Stamp == stamp
        && fingerprint.NewestUtc < picture.TakenAt - ClockStep
        && FolderFingerprint.Of(folders.Top, picture.Status.IgnoredFolders, cancellationToken).Hash == fingerprint.Hash;

    private async Task<WorktreePicture> TakeAsync(GitFolders folders, string stamp, WorktreePicture? last, CancellationToken cancellationToken)
    {
        var scratch = root.ScratchOf(folders.Top);
        var index = new PrivateIndex(folders, Path.Combine(scratch, "index")) { ScratchObjects = Path.Combine(scratch, "objects") };
        var indexStamp = GitStamp.OfFile(folders.Index);
        if (last?.IndexStamp != indexStamp || !Directory.Exists(scratch))
        {
            index.CopyFromWorktree();
        }

        var takenAt = git.Time.GetUtcNow().UtcDateTime;
        var adding = index.AddAllAsync(git, cancellationToken);
        var looking = WorktreeStatus.ReadAsync(git, folders.Top, refreshesIndex: false, cancellationToken);
        await Task.WhenAll(adding, looking);

        var status = await looking;
        var hasNested = File.Exists(Path.Combine(folders.Top, ".gitmodules"));
        return new WorktreePicture(folders, index, status)
        {
            Stamp = stamp,
            IndexStamp = indexStamp,
            TakenAt = takenAt,
            // a submodule's commit can change without a file of this folder changing
            Fingerprint = hasNested ? null : FolderFingerprint.Of(folders.Top, status.IgnoredFolders, cancellationToken),
        };
    }

    private void LetGoOfTheOldest()
    {
        if (_places.Count <= MostKept)
        {
            return;
        }

        var oldest = _places.OrderBy(place => place.Value.LastUse).First();
        if (oldest.Value.Gate.Wait(TimeSpan.Zero))
        {
            oldest.Value.Picture = null;
            _places.TryRemove(oldest);
            oldest.Value.Gate.Release();
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

    /// <summary>Null where changes cannot be told from the files alone.</summary>
    public required FolderFingerprint? Fingerprint { get; init; }

    /// <summary>Lists of changes that were computed from this picture, by what was compared.</summary>
    public Dictionary<DiffRange, IReadOnlyList<ChangedFile>> Changes { get; } = [];
}
