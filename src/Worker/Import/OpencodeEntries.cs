using System.Globalization;
using System.Text.Json;
using Homeport.Agents.Past;
using Homeport.Platform.Databases;

namespace Homeport.Worker.Import;

/// <summary>One session of opencode's database. Places are numbers: the session itself, then its messages and their parts in their order.</summary>
internal sealed class OpencodeEntries : IPastEntries
{
    private const int LongestPart = 8 * 1024 * 1024;
    private const int MostText = 16 * 1024;

    /// <summary>A part that is too long to be read is cut, which leaves no JSON.</summary>
    private const string Rows =
        """
        SELECT m.data, NULL, m.time_created, m.time_created, m.id, '' FROM message m WHERE m.session_id = ?1
        UNION ALL
        SELECT m.data, CASE WHEN length(p.data) <= ?4 THEN p.data ELSE substr(p.data, 1, ?5) END, p.time_created, m.time_created, m.id, p.id
            FROM part p JOIN message m ON m.id = p.message_id WHERE p.session_id = ?1
        ORDER BY 4, 5, 6 LIMIT ?3 OFFSET ?2
        """;

    private readonly AskedDatabase _database;
    private readonly string _session;

    private OpencodeEntries(IPastRecord record, AskedDatabase database, string id, string session, long stamp)
    {
        (Record, _database, NativeSessionId, _session, Stamp) = (record, database, id, session, stamp);
        End = 1 + database.Query(
            "SELECT (SELECT COUNT(*) FROM message WHERE session_id = ?1) + (SELECT COUNT(*) FROM part WHERE session_id = ?1)", id)
            .Select(row => row.Whole(0)).First();
    }

    public IPastRecord Record { get; }
    public string NativeSessionId { get; }
    public long Size => 0;
    public long Stamp { get; }
    public long End { get; }

    /// <summary>Null when there is no such session.</summary>
    public static OpencodeEntries? TryOpen(IPastRecord record, AskedDatabase database, string id) => database.Query(
        "SELECT json_object('session', json_object('title', title, 'directory', directory, 'version', version)), time_updated FROM session WHERE id = ?1", id)
        .Select(row => new OpencodeEntries(record, database, id, row.Text(0), row.Whole(1))).FirstOrDefault();

    /// <summary>Parts change where they stand, so a session is read as a whole each time.</summary>
    public bool IsBoundary(long place) => place == 0;

    public IEnumerable<PastEntry> From(long place, long end)
    {
        if (place <= 0 && end > 0)
        {
            yield return Entry(0, _session);
        }

        var at = Math.Max(place, 1);
        foreach (var row in _database.Query(Rows, NativeSessionId, at - 1, Math.Max(end - at, 0), LongestPart, MostText))
        {
            var part = row.TextOrNull(1);
            yield return Entry(at++, string.Create(
                CultureInfo.InvariantCulture, $$"""{"at":{{row.Whole(2)}},"message":{{row.Text(0)}}{{(part is null ? "" : $",\"part\":{part}")}}}"""));
        }
    }

    public IEnumerable<long> PlacesBefore(long place)
    {
        for (var before = Math.Min(place, End) - 1; before >= 0; before--)
        {
            yield return before;
        }
    }

    public void Dispose()
    {
        // The database is the store's.
    }

    private static PastEntry Entry(long place, string json)
    {
        try
        {
            return new PastEntry(place, place + 1, JsonElement.Parse(json), null);
        }
        catch (JsonException)
        {
            return new PastEntry(place, place + 1, default, json.Length > MostText ? json[..MostText] : json);
        }
    }
}
