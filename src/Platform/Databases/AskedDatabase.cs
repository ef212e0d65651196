using System.Globalization;
using System.Text;
using Homeport.Platform.Native;

namespace Homeport.Platform.Databases;

/// <summary>
/// A SQLite database that is only asked. What its writer left in the log beside it (<c>-wal</c>) is replayed when it is opened,
/// which writes: of another program's database, open a copy. For one thread at a time.
/// </summary>
public sealed unsafe class AskedDatabase : IDisposable
{
    private nint _database;

    private AskedDatabase(nint database) => _database = database;

    /// <param name="path">Absolute.</param>
    /// <exception cref="IOException">There is no SQLite on this machine, or the file is no database.</exception>
    public static AskedDatabase Open(string path)
    {
        if (!SqliteLibrary.IsThere)
        {
            throw new IOException("SQLite is not installed, so no database can be read. Install the package libsqlite3-0 (Debian, Ubuntu) or sqlite-libs (Fedora, Alpine).");
        }

        var opened = new AskedDatabase(OpenHandle(path));
        try
        {
            foreach (var _ in opened.Query("PRAGMA query_only = ON").Concat(opened.Query("SELECT COUNT(*) FROM sqlite_master")))
            {
                // The first question replays the log, and tells whether this is a database at all.
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Row by row. A row is valid until the next one.</summary>
    /// <param name="sql">One statement, with <c>?1</c>, <c>?2</c>… for the parameters.</param>
    /// <param name="parameters">Text or whole numbers.</param>
    /// <exception cref="IOException">The database is broken, or has no such table or column.</exception>
    public IEnumerable<AskedRow> Query(string sql, params IReadOnlyList<object> parameters)
    {
        ObjectDisposedException.ThrowIf(_database == 0, this);
        var statement = Prepare(sql, parameters);
        try
        {
            while (Step(statement))
            {
                yield return new AskedRow(statement);
            }
        }
        finally
        {
            SqliteLibrary.Finalize(statement);
        }
    }

    public void Dispose()
    {
        if (_database != 0)
        {
            SqliteLibrary.Close(_database);
            _database = 0;
        }
    }

    private static nint OpenHandle(string path)
    {
        nint database;
        fixed (byte* name = Encoding.UTF8.GetBytes($"{path}\0"))
        {
            if (SqliteLibrary.Open(name, &database, SqliteLibrary.OpenReadWrite | SqliteLibrary.FullMutex) == SqliteLibrary.Ok)
            {
                return database;
            }
        }

        var reason = database == 0 ? "no memory" : SqliteLibrary.Message(database);
        if (database != 0)
        {
            SqliteLibrary.Close(database);
        }

        throw new IOException($"{path} cannot be read: {reason}.");
    }

    private nint Prepare(string sql, IReadOnlyList<object> parameters)
    {
        nint statement;
        fixed (byte* text = Encoding.UTF8.GetBytes($"{sql}\0"))
        {
            if (SqliteLibrary.Prepare(_database, text, &statement) != SqliteLibrary.Ok)
            {
                throw new IOException($"The database cannot be asked: {SqliteLibrary.Message(_database)}.");
            }
        }

        for (var index = 0; index < parameters.Count; index++)
        {
            if (parameters[index] is string text)
            {
                var bytes = Encoding.UTF8.GetBytes($"{text}\0");
                fixed (byte* first = bytes)
                {
                    SqliteLibrary.BindText(statement, index + 1, first, bytes.Length - 1);
                }
            }
            else
            {
                SqliteLibrary.BindWhole(statement, index + 1, Convert.ToInt64(parameters[index], CultureInfo.InvariantCulture));
            }
        }

        return statement;
    }

    private bool Step(nint statement) => SqliteLibrary.Step(statement) switch
    {
        SqliteLibrary.Row => true,
        SqliteLibrary.Done => false,
        _ => throw new IOException($"The database cannot be read: {SqliteLibrary.Message(_database)}."),
    };
}
