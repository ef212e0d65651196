namespace Homeport.Storage.Tests;

/// <summary>What the suites share: one store, one small schema.</summary>
public abstract class StoreTests(TestStore store) : IAsyncDisposable
{
    protected const string Workspace = "personal";

    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    protected static readonly Migration Notes = new(100, "notes",
        """
        CREATE TABLE notes (id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0,
            at BIGINT NULL, weight DOUBLE PRECISION NULL, extra {{blob}} NULL);
        CREATE TABLE marks (note_id TEXT NOT NULL REFERENCES notes (id), mark TEXT NOT NULL);
        """);

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task<Database> OpenAsync(params IReadOnlyList<Migration> migrations) =>
        store.OpenAsync(migrations.Count == 0 ? [Notes] : migrations);

    protected static int Add(WriteScope scope, string id) =>
        scope.Execute("INSERT INTO notes (id, text) VALUES (@id, @text)", ("id", id), ("text", "note"));

    protected static Task<int> AddAsync(Database database, string id) =>
        database.WriteAsync(scope => Add(scope, id), Cancelled);

    protected static Task<long> CountAsync(Database database) =>
        database.ReadAsync(scope => scope.QueryScalar("SELECT COUNT(*) FROM notes"), Cancelled);
}
