using System.Security.Cryptography;
using Homeport.Storage.Connections;
using Homeport.Storage.Events;

namespace Homeport.Storage;

/// <summary>One work of the writer: all of it is stored, or none.</summary>
public sealed class WriteScope : ReadScope
{
    private readonly EventSequencer _sequencer;
    private readonly TimeProvider _time;

    internal WriteScope(StoreConnection connection, Dialect dialect, EventSequencer sequencer, TimeProvider time)
        : base(connection, dialect) => (_sequencer, _time) = (sequencer, time);

    /// <summary>Runs an INSERT, UPDATE or DELETE.</summary>
    /// <returns>The number of rows changed.</returns>
    /// <exception cref="System.Data.Common.DbException">
    /// The statement was refused (see <see cref="StorageErrors"/>). Let it out of the work: the work is undone.
    /// </exception>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var statement = Start(sql, parameters);
        var isDone = false;
        try
        {
            var changed = statement.Command.ExecuteNonQuery();
            isDone = true;
            return changed;
        }
        finally
        {
            Finish(statement, isDone);
        }
    }

    /// <summary>Appends to the log; subscribers get it after the commit, in the order of the sequences.</summary>
    /// <returns>The sequence in the workspace.</returns>
    public long AppendEvent(EventDraft draft)
    {
        ThrowIfBusy();
        return _sequencer.Append(draft, _time.GetUtcNow());
    }

    /// <summary>Keeps bytes once, however often they are put.</summary>
    /// <returns>The lower-case SHA-256, by which they are found again.</returns>
    public string PutBlob(byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        Execute(
            "INSERT INTO blobs (hash, size, content) VALUES (@hash, @size, @content) ON CONFLICT (hash) DO NOTHING",
            ("hash", hash), ("size", content.LongLength), ("content", content));
        return hash;
    }

    /// <inheritdoc/>
    public override long EventHead(string workspaceId)
    {
        ThrowIfBusy();
        return _sequencer.Head(workspaceId);
    }

    private protected override void BeforeStatement() => _sequencer.Flush();
}
