using Homeport.Storage.Connections;

namespace Homeport.Storage.Events;

/// <summary>
/// Gives out the sequences of one transaction. Works share it one after the other; what an undone work took is given back, so
/// that the sequences have no gap. Events wait in memory until a statement needs to see them or the work ends, which makes one
/// round trip of many.
/// </summary>
internal sealed class EventSequencer(StoreConnection connection)
{
    private readonly Dictionary<string, long> _next = [];
    private readonly List<StoredEvent> _events = [];
    private int _flushed;
    private int _workStart;

    /// <summary>All events of the transaction, in the order of their appending.</summary>
    public IReadOnlyList<StoredEvent> Events => _events;

    public void BeginWork() => _workStart = _events.Count;

    public long Append(EventDraft draft, DateTimeOffset now)
    {
        var sequence = Next(draft.WorkspaceId);
        _next[draft.WorkspaceId] = sequence + 1;
        _events.Add(new StoredEvent
        {
            WorkspaceId = draft.WorkspaceId,
            Sequence = sequence,
            Kind = draft.Kind,
            // As it will be read back: whole milliseconds, UTC.
            At = DateTimeOffset.FromUnixTimeMilliseconds((draft.At ?? now).ToUnixTimeMilliseconds()),
            TaskId = draft.TaskId,
            SessionId = draft.SessionId,
            TurnId = draft.TurnId,
            ItemId = draft.ItemId,
            Payload = ParameterValue.WellFormed(draft.Payload),
        });
        return sequence;
    }

    public long Head(string workspaceId) => Next(workspaceId) - 1;

    /// <summary>Writes the events that wait.</summary>
    public void Flush()
    {
        if (_flushed == _events.Count)
        {
            return;
        }

        var waiting = _events[_flushed..];
        _flushed = _events.Count;
        connection.InsertEvents(waiting);
    }

    /// <summary>Forgets the events of the work that was undone.</summary>
    public void UndoWork()
    {
        for (var index = _events.Count - 1; index >= _workStart; index--)
        {
            _next[_events[index].WorkspaceId] = _events[index].Sequence;
        }

        if (_workStart == 0)
        {
            _next.Clear(); // the transaction began anew, and another host may have written in between
        }

        _events.RemoveRange(_workStart, _events.Count - _workStart);
        _flushed = Math.Min(_flushed, _events.Count);
    }

    /// <summary>Before the commit: the counters are written, other hosts are told.</summary>
    public void Seal()
    {
        Flush();
        foreach (var workspaceId in _events.Select(stored => stored.WorkspaceId).Distinct())
        {
            var last = _next[workspaceId] - 1;
            var statement = connection.Prepare(
                """
                INSERT INTO event_counters (workspace_id, sequence) VALUES (@workspace, @sequence)
                ON CONFLICT (workspace_id) DO UPDATE SET sequence = excluded.sequence
                """);
            statement.Bind([("workspace", workspaceId), ("sequence", last)]);
            statement.Command.ExecuteNonQuery();
            connection.Announce(workspaceId, last);
        }
    }

    private long Next(string workspaceId)
    {
        if (_next.TryGetValue(workspaceId, out var next))
        {
            return next;
        }

        var statement = connection.Prepare("SELECT sequence FROM event_counters WHERE workspace_id = @workspace");
        statement.Bind([("workspace", workspaceId)]);
        var last = statement.Command.ExecuteScalar();
        return _next[workspaceId] = last is long sequence ? sequence + 1 : 1;
    }
}
