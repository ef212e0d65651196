using Homeport.Platform.Files;
using Homeport.Protocol.Fleet;
using Homeport.Worker.Git;

namespace Homeport.Worker.Disk;

/// <summary>
/// What takes how much of the worker's disk. Measuring reads every folder, so it goes on beside the answers, only when
/// somebody asks, and its result is kept. Owns the measure that runs.
/// </summary>
internal sealed class DiskMeasure(DiskSurvey survey, GitProgram git, string root, TimeProvider time) : IAsyncDisposable
{
    private const long MostEntries = 5_000_000;
    private const int MostRepositories = 200;

    /// <summary>An older result is given, but a new one is made.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task _measuring = Task.CompletedTask;
    private volatile Result? _result;

    public async Task<MeasureDiskResponse> RunAsync(MeasureDiskRequest request, CancellationToken cancellationToken)
    {
        if (request.Wait)
        {
            await Current().WaitAsync(cancellationToken); // one that began before the question does not answer it
            Begin(request.Repositories);
            await Current().WaitAsync(cancellationToken);
        }

        var parts = await Task.Run(Join, cancellationToken);
        if (request.Refresh || (!request.Wait && IsDue(parts)))
        {
            Begin(request.Repositories);
        }

        lock (_gate)
        {
            return new MeasureDiskResponse
            {
                Space = DiskRoom.Of(root),
                MeasuredAt = _result?.At,
                Measuring = !_measuring.IsCompleted,
                Snapshots = _result?.Snapshots,
                Parts = parts,
            };
        }
    }

    /// <summary>One thing as it is now.</summary>
    public Task<MeasurePartResponse> MeasurePartAsync(MeasurePartRequest request, CancellationToken cancellationToken) => Task.Run(
        () => new MeasurePartResponse
        {
            Part = survey.FindAt(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Path))) is { } part
                ? Measured(part, new FolderMeasure(MostEntries), cancellationToken)
                : null,
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Current().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    /// <summary>What is there now, with the sizes of the last measure.</summary>
    private DiskPart[] Join()
    {
        var known = _result?.Parts.ToDictionary(part => part.Path, StringComparer.Ordinal) ?? [];
        return
        [
            .. survey.Find().Select(part => known.TryGetValue(part.Path, out var size)
                ? part with
                {
                    Measured = true,
                    Bytes = size.Bytes,
                    Files = size.Files,
                    Complete = size.Complete,
                    Fingerprint = size.Fingerprint,
                    At = part.At ?? size.At,
                }
                : part),
        ];
    }

    private bool IsDue(DiskPart[] parts) =>
        _result is not { } known || time.GetUtcNow() - known.At > Fresh || parts.Any(part => !part.Measured);

    private Task Current()
    {
        lock (_gate)
        {
            return _measuring;
        }
    }

    /// <summary>Unless one runs. It is kept here and awaited in the end, so that an answer need not wait for it.</summary>
    private void Begin(IReadOnlyList<string> repositories)
    {
        lock (_gate)
        {
            if (_measuring.IsCompleted)
            {
                _measuring = Task.Run(() => MeasureAsync(repositories, _stopping.Token), _stopping.Token);
            }
        }
    }

    private async Task MeasureAsync(IReadOnlyList<string> repositories, CancellationToken cancellationToken)
    {
        var measure = new FolderMeasure(MostEntries);
        var parts = survey.Find().Select(part => Measured(part, measure, cancellationToken)).ToArray();
        var snapshots = 0;
        foreach (var repository in repositories.Take(MostRepositories))
        {
            snapshots += await CountSnapshotsAsync(repository, cancellationToken);
        }

        _result = new Result(time.GetUtcNow(), parts, snapshots);
    }

    private static DiskPart Measured(DiskPart part, FolderMeasure measure, CancellationToken cancellationToken)
    {
        var size = measure.Measure(part.Path, cancellationToken);
        return part with
        {
            Measured = true,
            Bytes = size.Bytes,
            Files = size.Files,
            Complete = size.IsComplete,
            Fingerprint = size.Fingerprint,
            At = part.At ?? size.LastWrite,
        };
    }

    private async Task<int> CountSnapshotsAsync(string repository, CancellationToken cancellationToken)
    {
        try
        {
            var listed = await git.TryAsync(
                new GitCall { Folder = repository, Arguments = ["for-each-ref", "--format=x", SnapshotRefs.Prefix] }, cancellationToken);
            return listed.IsSuccess ? listed.Text.Count('x') : 0;
        }
        catch (WorkerRefusedException)
        {
            return 0; // it was moved away; others are counted all the same
        }
    }

    private sealed record Result(DateTimeOffset At, IReadOnlyList<DiskPart> Parts, int Snapshots);
}
