using System.Diagnostics;
using Homeport.Bench.Programs;
using Homeport.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Homeport.Bench.Measures;

/// <summary>What SQLite itself can store on this machine: one connection, prepared statements, no work of ours around it.</summary>
internal sealed class SqliteLimit : IDisposable
{
    private const int Batch = 500;
    private static readonly string Payload = $$"""{"append":"{{new string('x', 200)}}","offset":123456}""";

    private readonly BenchFolder _folder;
    private readonly SqliteConnection _connection;
    private long _sequence;

    private SqliteLimit(BenchFolder folder) =>
        (_folder, _connection) = (folder, new SqliteConnection($"Data Source={folder.DatabaseFile}"));

    public static async Task<SqliteLimit> OpenAsync()
    {
        var folder = new BenchFolder();
        Directory.CreateDirectory(folder.Root);
        await (await SqliteDatabase.OpenAsync(folder.DatabaseFile, [], TimeProvider.System, CancellationToken.None)).DisposeAsync();
        var limit = new SqliteLimit(folder);
        await limit._connection.OpenAsync();
        return limit;
    }

    public double RowsPerSecond(int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var done = 0; done < count; done += Batch)
        {
            using var transaction = _connection.BeginTransaction();
            using var insert = _connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText =
                "INSERT INTO session_events (workspace_id, sequence, kind, at, task_id, session_id, turn_id, item_id, payload) " +
                "VALUES ('personal', @sequence, 'agent_message', 1, 'task', 'session', 'turn', 'item', @payload)";
            var sequence = insert.Parameters.Add("@sequence", SqliteType.Integer);
            insert.Parameters.AddWithValue("@payload", Payload);
            insert.Prepare();
            for (var row = 0; row < Batch; row++)
            {
                sequence.Value = ++_sequence;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _connection.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
