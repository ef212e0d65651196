using System.Globalization;
using Homeport.Domain;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol.Import;
using Homeport.Protocol.Link;
using Homeport.Storage;

namespace Homeport.Host.Import;

/// <summary>Shows the agents' own sessions.</summary>
internal sealed class ReadPastSessions(Database database, PastSessionIndex index, IWorkerRpc worker)
{
    private const int UsualItems = 50;
    private const int MostItems = 200;
    private const int UsualEvents = 200;
    private const int MostEvents = 1_000;
    private const int LongestQuery = 200;
    private const int LongestTitle = 120;

    public async Task<Result<ListPastSessionsResponse>> ListAsync(ListPastSessionsRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        var limit = request.Limit ?? UsualItems;
        if (limit is < 1 or > MostItems)
        {
            errors.Add(new FieldError("limit", $"A page has 1 to {MostItems} sessions."));
        }

        if (request.Query is { Length: > LongestQuery })
        {
            errors.Add(new FieldError("query", $"Has at most {LongestQuery} characters."));
        }

        var after = ReadCursor(request.Cursor);
        if (request.Cursor is not null && after is null)
        {
            errors.Add(new FieldError("cursor", "This is not a cursor. Send the nextCursor of the page before, or none."));
        }

        if (errors.Count > 0)
        {
            return TaskChecks.Invalid(errors);
        }

        if (after is null)
        {
            await index.FreshenAsync(cancellationToken);
        }

        var filter = new PastSessionFilter
        {
            Words = request.Query?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
            AgentType = request.AgentType,
            Folder = request.Folder is { Length: > 1 } folder ? folder.TrimEnd('/') : request.Folder,
            All = request.All == true,
            After = after,
            Limit = limit + 1,
        };
        var rows = await database.ReadAsync(scope => PastSessionStore.List(scope, filter), cancellationToken);
        return new ListPastSessionsResponse
        {
            Items = [.. rows.Take(limit).Select(View)],
            NextCursor = rows.Count > limit
                ? string.Create(CultureInfo.InvariantCulture, $"{rows[limit - 1].LastAt.ToUnixTimeMilliseconds()}.{rows[limit - 1].Id}")
                : null,
            Reading = index.IsReading,
            Problem = index.Problem,
        };
    }

    public Task<Result<GetPastSessionResponse>> GetAsync(GetPastSessionRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<GetPastSessionResponse>>(
            scope => PastSessionStore.Find(scope, request.Id) is { } row
                ? new GetPastSessionResponse { Session = View(row), Plan = PastSessionPlacement.Plan(scope, row) }
                : NotFound(request.Id),
            cancellationToken);

    public async Task<Result<ListPastSessionEventsResponse>> EventsAsync(ListPastSessionEventsRequest request, CancellationToken cancellationToken)
    {
        var limit = request.Limit ?? UsualEvents;
        if (limit is < 1 or > MostEvents || request.Before is < 1 || request.After is < 0 || (request.Before is not null && request.After is not null))
        {
            return TaskChecks.Invalid([new FieldError("limit", $"A page has 1 to {MostEvents} events, before or after a sequence, not both.")]);
        }

        if (await database.ReadAsync(scope => PastSessionStore.Find(scope, request.Id), cancellationToken) is not { } row)
        {
            return NotFound(request.Id);
        }

        var asked = await worker.CallAsync<ReadPastEventsRequest, ReadPastEventsResponse>(
            WorkerMethods.ReadPastEvents,
            new ReadPastEventsRequest { AgentType = row.AgentType, Path = row.Path, Before = request.Before, After = request.After, Limit = limit },
            cancellationToken);
        return asked.Succeeded(out var page, out var problem)
            ? new ListPastSessionEventsResponse { Items = page.Items, HasMore = page.HasMore, Sequence = page.Sequence }
            : problem;
    }

    public static Problem NotFound(string id) => new(
        ProblemCode.NotFound, $"There is no past session {id}. Its file may be gone; a task that was made from it goes on without it.");

    public static PastSessionView View(PastSessionRow row) => new()
    {
        Id = row.Id,
        AgentType = row.AgentType,
        NativeSessionId = row.NativeId,
        Title = TitleOf(row),
        FirstPrompt = row.FirstPrompt,
        Folder = row.Folder,
        Branch = row.Branch,
        Model = row.Model,
        AgentVersion = row.AgentVersion,
        Messages = row.Messages,
        Path = row.Path,
        Size = row.Size,
        StartedAt = row.StartedAt,
        LastAt = row.LastAt,
        TaskId = row.TaskId,
    };

    public static string TitleOf(PastSessionRow row)
    {
        var text = row.Title.Length > 0 ? row.Title : row.FirstPrompt ?? row.NativeId;
        var line = text.Trim().Split('\n', 2)[0].Trim();
        return line.Length <= LongestTitle ? line : $"{line.AsSpan(0, LongestTitle - 1)}…";
    }

    private static (long LastAt, string Id)? ReadCursor(string? cursor) =>
        cursor?.Split('.') is [var at, { Length: > 0 } id] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? (last, id) : null;
}
