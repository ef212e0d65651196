using Homeport.Storage.Postgres;
using Homeport.Storage.Sqlite;

namespace Homeport.Storage.Tests;

/// <summary>One empty database for one test; it can be opened several times.</summary>
public abstract class TestStore : IAsyncDisposable
{
    private readonly List<Database> _opened = [];

    public async Task<Database> OpenAsync(params IReadOnlyList<Migration> migrations)
    {
        var database = await OpenCoreAsync(migrations);
        _opened.Add(database);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened)
        {
            await database.DisposeAsync();
        }

        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<Database> OpenCoreAsync(IReadOnlyList<Migration> migrations);

    protected virtual ValueTask CleanAsync() => ValueTask.CompletedTask;
}

public sealed class SqliteTestStore : TestStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("homeport-sqlite-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "it's a store.db");

    protected override async Task<Database> OpenCoreAsync(IReadOnlyList<Migration> migrations) =>
        await SqliteDatabase.OpenAsync(Path, migrations, TimeProvider.System, TestContext.Current.CancellationToken);

    protected override ValueTask CleanAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <param name="postgres">The server.</param>
/// <param name="isAlone">It needs a database of its own, and not just a schema.</param>
public sealed class PostgresTestStore(PostgresFixture postgres, bool isAlone = false) : TestStore
{
    public string? ConnectionString { get; private set; }

    protected override async Task<Database> OpenCoreAsync(IReadOnlyList<Migration> migrations)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var server = await postgres.StartAsync();
        ConnectionString ??= isAlone
            ? await server.CreateDatabaseAsync(cancellationToken)
            : await server.CreateSchemaAsync(cancellationToken);
        return await PostgresDatabase.OpenAsync(ConnectionString, migrations, TimeProvider.System, cancellationToken);
    }
}
