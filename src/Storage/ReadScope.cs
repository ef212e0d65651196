using Homeport.Storage.Connections;

namespace Homeport.Storage;

/// <summary>
/// One consistent view of the database, for the length of one call. SQL texts should be constants: they are prepared once and
/// kept. Parameters are named <c>@name</c> in the text and <c>("name", value)</c> in the call.
/// </summary>
public class ReadScope
{
    private readonly StoreConnection _connection;
    private bool _isReading;
    private bool _isEnded;
    private bool _hasFailed;

    internal ReadScope(StoreConnection connection, Dialect dialect) => (_connection, Dialect) = (connection, dialect);

    public Dialect Dialect { get; }

    private protected StoreConnection Connection => _connection;

    /// <summary>All rows, mapped. The mapping may not query.</summary>
    public IReadOnlyList<T> Query<T>(string sql, Func<Row, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var rows = new List<T>();
        Each(sql, row =>
        {
            rows.Add(map(row));
            return true;
        }, parameters);
        return rows;
    }

    /// <summary>The first row, mapped; default if there is none.</summary>
    public T? QuerySingle<T>(string sql, Func<Row, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var single = default(T);
        Each(sql, row =>
        {
            single = map(row);
            return false;
        }, parameters);
        return single;
    }

    /// <summary>The first column of the first row.</summary>
    /// <exception cref="InvalidOperationException">No row, or NULL.</exception>
    public long QueryScalar(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        QueryScalarOrNull(sql, parameters) ??
        throw new InvalidOperationException($"The query gave no value: {sql}");

    /// <summary>The first column of the first row; null if there is no row or it is NULL.</summary>
    public long? QueryScalarOrNull(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        QuerySingle(sql, static row => row.Int64OrNull(0), parameters);

    /// <summary>Row by row without keeping them, until <paramref name="visit"/> says false. It may not query.</summary>
    public void Each(string sql, Func<Row, bool> visit, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var statement = Start(sql, parameters);
        var isDone = false;
        try
        {
            using var reader = statement.Command.ExecuteReader();
            var columns = statement.Columns(reader);
            while (reader.Read() && visit(new Row(reader, columns)))
            {
            }

            isDone = true;
        }
        finally
        {
            Finish(statement, isDone);
        }
    }

    /// <summary>The bytes of a blob; null if it is not there.</summary>
    /// <param name="hash">What <see cref="WriteScope.PutBlob"/> returned.</param>
    public byte[]? GetBlob(string hash) =>
        QuerySingle("SELECT content FROM blobs WHERE hash = @hash", static row => row.Blob(0), ("hash", hash));

    /// <summary>A part of a blob, shorter at its end; null if it is not there.</summary>
    public byte[]? GetBlobPart(string hash, int offset, int length) => QuerySingle(
        "SELECT substr(content, CAST(@start AS INTEGER), CAST(@length AS INTEGER)) FROM blobs WHERE hash = @hash", static row => row.Blob(0),
        ("start", offset + 1L), ("length", length), ("hash", hash));

    /// <summary>The size of a blob in bytes; null if it is not there.</summary>
    public long? GetBlobSize(string hash) => QueryScalarOrNull("SELECT size FROM blobs WHERE hash = @hash", ("hash", hash));

    /// <summary>
    /// The last sequence of a workspace in this view; 0 if it has no event. Read it together with the state, and a subscription
    /// from it continues exactly there.
    /// </summary>
    public virtual long EventHead(string workspaceId) => QueryScalarOrNull(
        "SELECT sequence FROM event_counters WHERE workspace_id = @workspace", ("workspace", workspaceId)) ?? 0;

    internal void End() => _isEnded = true;

    /// <summary>A failed statement poisons the work, also where SQLite would go on: PostgreSQL would not.</summary>
    internal void ThrowIfFailed()
    {
        if (_hasFailed)
        {
            throw new InvalidOperationException(
                "A statement of this work failed and the work went on. Let the exception out and handle it around WriteAsync, " +
                "or avoid it by ON CONFLICT.");
        }
    }

    private protected void ThrowIfBusy()
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        ThrowIfFailed();
        if (_isReading)
        {
            throw new InvalidOperationException("A mapping may not run another statement. Read the rows first.");
        }
    }

    private protected Statement Start(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        ThrowIfBusy();
        BeforeStatement();
        var statement = _connection.Prepare(sql);
        statement.Bind(parameters);
        _isReading = true;
        return statement;
    }

    private protected void Finish(Statement statement, bool isDone)
    {
        _isReading = false;
        _hasFailed |= !isDone;
        statement.ReleaseLargeValues();
    }

    private protected virtual void BeforeStatement()
    {
    }
}
