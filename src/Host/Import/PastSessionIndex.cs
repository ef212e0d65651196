using System.Security.Cryptography;
using System.Text;
using Homeport.Domain;
using Homeport.Host.Workers;
using Homeport.Protocol.Import;
using Homeport.Protocol.Link;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Import;

/// <summary>
/// Keeps the rows of the agents' own sessions as the stores are. It looks only when somebody asks, reads only what changed, and
/// of a file that grew only what is new. One look at a time.
/// </summary>
internal sealed partial class PastSessionIndex(Database database, IWorkerRpc worker, TimeProvider time, ILogger<PastSessionIndex> logger) : IAsyncDisposable
{
    private const int FilesOfPage = 5_000;
    private const int RowsOfWrite = 50;
    private const int MostProblems = 20;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ListPatience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task<Result<RefreshPastSessionsResponse>>? _look;
    private long? _lookedAt;

    /// <summary>A look goes on right now.</summary>
    public bool IsReading
    {
        get
        {
            lock (_gate)
            {
                return _look is { IsCompleted: false };
            }
        }
    }

    /// <summary>Why the last look came to nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Looks anew, after a look that goes on.</summary>
    public async Task<Result<RefreshPastSessionsResponse>> RefreshAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<Result<RefreshPastSessionsResponse>> look;
            bool isOurs;
            lock (_gate)
            {
                isOurs = _look is not { IsCompleted: false };
                look = isOurs ? BeginLocked() : _look!;
            }

            var result = await look.WaitAsync(cancellationToken);
            if (isOurs)
            {
                return result;
            }
        }
    }

    /// <summary>Looks where that was not done lately, and waits for it a moment: a list is shown soon rather than whole.</summary>
    public async Task FreshenAsync(CancellationToken cancellationToken)
    {
        Task look;
        lock (_gate)
        {
            if (_look is { IsCompleted: false } going)
            {
                look = going;
            }
            else if (_lookedAt is { } last && time.GetElapsedTime(last) < Freshness)
            {
                return;
            }
            else
            {
                look = BeginLocked();
            }
        }

        try
        {
            await look.WaitAsync(ListPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It goes on; the list says so.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task? look;
        lock (_gate)
        {
            look = _look;
        }

        if (look is not null)
        {
            await Task.WhenAny(look); // how it ended, nobody wants to know any more
        }

        _stopping.Dispose();
    }

    /// <summary>The same for a file as long as it lies where it is.</summary>
    internal static string IdOf(string agentType, string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{agentType}\0{path}")).AsSpan(0, 16));

    private Task<Result<RefreshPastSessionsResponse>> BeginLocked() => _look = Task.Run(() => LookAsync(_stopping.Token), CancellationToken.None);

    private async Task<Result<RefreshPastSessionsResponse>> LookAsync(CancellationToken cancellationToken)
    {
        Result<RefreshPastSessionsResponse> result;
        try
        {
            result = await CompareAsync(cancellationToken);
            Problem = result.Succeeded(out _, out var problem) ? null : problem.Message;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            result = new Problem(ProblemCode.Unavailable, "The host stops.");
        }
        catch (StorageUnavailableException away)
        {
            result = new Problem(ProblemCode.Unavailable, Problem = away.Message);
        }

        lock (_gate)
        {
            _lookedAt = time.GetTimestamp();
        }

        return result;
    }

    private async Task<Result<RefreshPastSessionsResponse>> CompareAsync(CancellationToken cancellationToken)
    {
        var gone = await database.ReadAsync(PastSessionStore.Marks, cancellationToken);
        var problems = new List<PastSessionProblem>();
        var (added, changed) = (0, 0);
        var waiting = new List<PastSessionRow>();
        for (string? after = null; ;)
        {
            var asked = await worker.CallAsync<FindPastSessionsRequest, FindPastSessionsResponse>(
                WorkerMethods.FindPastSessions, new FindPastSessionsRequest { After = after, Limit = FilesOfPage }, cancellationToken);
            if (!asked.Succeeded(out var found, out var problem))
            {
                return problem;
            }

            problems.AddRange(after is null ? found.Problems : []);
            foreach (var file in found.Files)
            {
                var isKnown = gone.Remove(file.Path, out var mark);
                if (isKnown && mark.Size == file.Size && mark.Stamp == file.Stamp)
                {
                    continue;
                }

                if (await ReadAsync(file, problems, cancellationToken) is { } row)
                {
                    (added, changed) = isKnown ? (added, changed + 1) : (added + 1, changed);
                    waiting.Add(row);
                    await StoreAsync(waiting, RowsOfWrite, cancellationToken);
                }
            }

            if (!found.HasMore || found.Files.Count == 0)
            {
                break;
            }

            after = found.Files[^1].Path;
        }

        await StoreAsync(waiting, 1, cancellationToken);
        var removed = await RemoveAsync(gone, problems, cancellationToken);
        if (added + changed + removed > 0)
        {
            LogLooked(added, changed, removed);
        }

        return new RefreshPastSessionsResponse
        {
            Sessions = (int)await database.ReadAsync(PastSessionStore.Count, cancellationToken),
            Added = added,
            Changed = changed,
            Removed = removed,
            Problems = [.. problems.Take(MostProblems).Select(problem => $"{problem.Path}: {problem.Reason}")],
        };
    }

    /// <summary>The row as the file is now; null when it cannot be read.</summary>
    private async Task<PastSessionRow?> ReadAsync(PastSessionFile file, List<PastSessionProblem> problems, CancellationToken cancellationToken)
    {
        var id = IdOf(file.AgentType, file.Path);
        var row = await database.ReadAsync(scope => PastSessionStore.FindWhole(scope, id), cancellationToken);
        while (true)
        {
            var asked = await worker.CallAsync<ReadPastSessionRequest, PastSessionDigest>(
                WorkerMethods.ReadPastSession,
                new ReadPastSessionRequest { AgentType = file.AgentType, Path = file.Path, From = row?.ReadTo ?? 0 }, cancellationToken);
            if (!asked.Succeeded(out var digest, out var problem))
            {
                problems.Add(new PastSessionProblem(file.Path, problem.Message));
                return null;
            }

            row = PastSessionMerge.Add(digest.Restarted ? null : row, id, file, digest);
            if (!digest.HasMore)
            {
                return row with { Size = file.Size, Stamp = file.Stamp }; // what was listed: a change since then shows the next time
            }
        }
    }

    private async Task StoreAsync(List<PastSessionRow> rows, int least, CancellationToken cancellationToken)
    {
        if (rows.Count < least)
        {
            return;
        }

        await database.WriteAsync(
            scope =>
            {
                foreach (var row in rows)
                {
                    PastSessionStore.Put(scope, row);
                }

                return rows.Count;
            },
            cancellationToken);
        rows.Clear();
    }

    /// <summary>What lies where nobody could look is not gone.</summary>
    private Task<int> RemoveAsync(
        Dictionary<string, (string Id, long Size, long Stamp)> gone, List<PastSessionProblem> problems, CancellationToken cancellationToken)
    {
        string[] ids = [.. gone.Where(known => !problems.Exists(problem => IsBelow(known.Key, problem.Path))).Select(known => known.Value.Id)];
        return ids.Length == 0 ? Task.FromResult(0) : database.WriteAsync(
            scope =>
            {
                foreach (var id in ids)
                {
                    PastSessionStore.Remove(scope, id);
                }

                return ids.Length;
            },
            cancellationToken);
    }

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] is '/' or '#');

    [LoggerMessage(LogLevel.Information, "The agents' own sessions: {Added} are new, {Changed} have changed, {Removed} are gone")]
    private partial void LogLooked(int added, int changed, int removed);
}
