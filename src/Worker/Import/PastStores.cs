using System.Diagnostics.CodeAnalysis;
using Homeport.Agents.Past;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Link;
using Homeport.Worker.Link;

namespace Homeport.Worker.Import;

/// <summary>
/// The sessions that agents keep on this machine, for the host to find, read and show. Nothing looks at them while nobody
/// asks, and one thing reads at a time.
/// </summary>
[SuppressMessage("Reliability", "CA2213", Justification = "A semaphore without a wait handle holds nothing, and a late reader must still find it.")]
internal sealed class PastStores : IAsyncDisposable
{
    private const int MostOfPage = 5_000;
    private const int MostEvents = 1_000;
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<IPastStore> _stores;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ITimer _rest;

    public PastStores(WorkerOptions options, TimeProvider time)
    {
        var scratch = Path.Combine(options.Root, "import");
        _rest = time.CreateTimer(_ => LetGo(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stores =
        [
            .. PastRecords.All
                .Select(record => (Record: record, Folder: record.FolderIn(options.Environment)))
                .Where(store => store.Folder is not null)
                .Select(store => store.Record.Kind == AgentKinds.Opencode
                    ? (IPastStore)new OpencodeStore(store.Record, store.Folder!, scratch)
                    : new FileStore(store.Record, store.Folder!)),
        ];
    }

    public void Register(MethodTable methods)
    {
        var digest = new DigestPastSession(this);
        var events = new ReadPastEvents(this);
        methods.Add<FindPastSessionsRequest, FindPastSessionsResponse>(
            WorkerMethods.FindPastSessions, (request, token) => InTurnAsync(() => Task.FromResult(Find(request, token)), token));
        methods.Add<ReadPastSessionRequest, PastSessionDigest>(
            WorkerMethods.ReadPastSession, (request, token) => InTurnAsync(() => Task.FromResult(digest.Run(request, token)), token));
        methods.Add<ReadPastEventsRequest, ReadPastEventsResponse>(
            WorkerMethods.ReadPastEvents,
            (request, token) => InTurnAsync(() => events.RunAsync(request with { Limit = Math.Clamp(request.Limit, 1, MostEvents) }, token), token));
    }

    /// <exception cref="WorkerRefusedException">There is no such session, or it may not be read.</exception>
    public IPastEntries Open(string kind, string path) =>
        _stores.FirstOrDefault(store => store.Kind == kind) is { } store
            ? store.Open(path)
            : throw new WorkerRefusedException(ErrorCodes.NotFound, $"This machine keeps no sessions of {kind}.");

    /// <summary>After whoever reads right now, within bounds: a database is not taken away from under a reader.</summary>
    public async ValueTask DisposeAsync()
    {
        await _rest.DisposeAsync();
        if (await _turn.WaitAsync(EndPatience))
        {
            LetGoLocked();
        }
    }

    public FindPastSessionsResponse Find(FindPastSessionsRequest request, CancellationToken cancellationToken)
    {
        var files = new List<PastSessionFile>();
        var problems = new List<PastSessionProblem>();
        foreach (var store in _stores)
        {
            store.Find(files, problems, cancellationToken);
        }

        var limit = Math.Clamp(request.Limit, 1, MostOfPage);
        PastSessionFile[] rest =
        [
            .. files.Where(file => request.After is null || string.CompareOrdinal(file.Path, request.After) > 0)
                .OrderBy(file => file.Path, StringComparer.Ordinal).Take(limit + 1),
        ];
        return new FindPastSessionsResponse { Files = [.. rest.Take(limit)], HasMore = rest.Length > limit, Problems = [.. problems.Take(100)] };
    }

    /// <summary>Away from the link's own thread.</summary>
    private async Task<T> InTurnAsync<T>(Func<Task<T>> run, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(run, cancellationToken);
        }
        finally
        {
            _turn.Release();
            _rest.Change(Rest, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Nobody asked for a while.</summary>
    private void LetGo()
    {
        if (_turn.Wait(0)) // else somebody asks again
        {
            LetGoLocked();
            _turn.Release();
        }
    }

    private void LetGoLocked()
    {
        foreach (var store in _stores.OfType<IDisposable>())
        {
            store.Dispose();
        }
    }
}
