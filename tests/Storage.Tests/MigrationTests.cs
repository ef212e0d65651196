using Homeport.Storage.Sqlite;

namespace Homeport.Storage.Tests;

/// <summary>How a schema grows, and what is refused.</summary>
public abstract class MigrationTests(TestStore store) : StoreTests(store)
{
    protected static readonly Migration Tags = new(101, "tags",
        "CREATE TABLE tags (note_id TEXT NOT NULL REFERENCES notes (id), tag TEXT NOT NULL); UPDATE notes SET text = text || '!';");

    [Fact]
    public async Task A_new_database_gets_all_migrations_and_an_open_one_none()
    {
        var first = await OpenAsync();
        var second = await OpenAsync();

        Assert.Equal([1, 2, 100], first.Opening.Applied.Select(migration => migration.Version));
        Assert.Empty(second.Opening.Applied);
        Assert.Null(second.Opening.BackupPath);
        Assert.Equal(3, await second.ReadAsync(
            scope => scope.QueryScalar("SELECT COUNT(*) FROM schema_versions WHERE applied_at > 0"), Cancelled));
    }

    [Fact]
    public async Task An_older_database_is_brought_up_and_keeps_its_rows()
    {
        await using (var old = await OpenAsync(Notes))
        {
            await AddAsync(old, "a");
        }

        var database = await OpenAsync(Tags, Notes);

        Assert.Equal([101], database.Opening.Applied.Select(migration => migration.Version));
        Assert.Equal("note!", await database.ReadAsync(
            scope => scope.QuerySingle("SELECT text FROM notes", row => row.Text(0)), Cancelled));
    }

    [Fact]
    public async Task A_lower_number_that_comes_later_is_still_applied()
    {
        await using (await OpenAsync(Notes))
        {
        }

        var database = await OpenAsync(Notes, new Migration(50, "late", "CREATE TABLE late (id TEXT NOT NULL PRIMARY KEY)"));

        Assert.Equal([50], database.Opening.Applied.Select(migration => migration.Version));
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await using (await OpenAsync(Notes, Tags))
        {
        }

        var refusal = await Assert.ThrowsAsync<SchemaMismatchException>(() => OpenAsync(Notes));

        Assert.Contains("newer Homeport", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("101 (tags)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_was_edited_after_it_was_applied_is_refused()
    {
        await using (await OpenAsync(Notes))
        {
        }

        var refusal = await Assert.ThrowsAsync<SchemaMismatchException>(
            () => OpenAsync(Notes with { Sql = Notes.Sql + "\n-- edited" }));

        Assert.Contains("100 (notes)", refusal.Message, StringComparison.Ordinal);
        Assert.Empty((await OpenAsync(Notes with { Sql = Notes.Sql.ReplaceLineEndings("\r\n") })).Opening.Applied);
    }

    [Fact]
    public async Task A_migration_that_fails_changes_nothing()
    {
        await using (var old = await OpenAsync(Notes))
        {
            await AddAsync(old, "a");
        }

        var refusal = await Assert.ThrowsAsync<SchemaMismatchException>(() => OpenAsync(
            Notes, new Migration(101, "broken", "UPDATE notes SET text = 'lost'; CREATE TABLE notes (id TEXT);")));

        Assert.Contains("101 (broken)", refusal.Message, StringComparison.Ordinal);
        var database = await OpenAsync(Notes);
        Assert.Equal("note", await database.ReadAsync(
            scope => scope.QuerySingle("SELECT text FROM notes", row => row.Text(0)), Cancelled));
    }

    [Fact]
    public async Task Two_migrations_with_one_number_are_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(Notes, Notes with { Name = "other" }));
}

public sealed class PostgresMigrationTests(PostgresFixture postgres) : MigrationTests(new PostgresTestStore(postgres))
{
    [Fact]
    public async Task Two_hosts_that_start_at_once_apply_each_migration_once()
    {
        await using (await OpenAsync(Notes))
        {
        }

        var hosts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(Notes, Tags)));

        Assert.Single(hosts.SelectMany(host => host.Opening.Applied));
    }
}

public sealed class SqliteMigrationTests : MigrationTests
{
    private readonly SqliteTestStore _store;

    public SqliteMigrationTests()
        : this(new SqliteTestStore())
    {
    }

    private SqliteMigrationTests(SqliteTestStore store)
        : base(store) => _store = store;

    [Fact]
    public async Task An_existing_database_is_copied_before_its_schema_changes()
    {
        await using (var old = await OpenAsync(Notes))
        {
            await AddAsync(old, "a");
        }

        var database = await OpenAsync(Notes, Tags);

        var backup = database.Opening.BackupPath!;
        Assert.StartsWith($"{_store.Path}.backup-v100-", backup, StringComparison.Ordinal);
        await using var copy = await SqliteDatabase.OpenAsync(backup, [Notes], TimeProvider.System, Cancelled);
        Assert.Equal("note", await copy.ReadAsync(
            scope => scope.QuerySingle("SELECT text FROM notes", row => row.Text(0)), Cancelled));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_store.Path));
        }
    }

    [Fact]
    public async Task Only_the_newest_five_copies_are_kept()
    {
        List<Migration> migrations = [Notes];
        for (var version = 101; version <= 108; version++)
        {
            await using (await OpenAsync(migrations))
            {
            }

            migrations.Add(new Migration(version, "step", $"CREATE TABLE step{version} (id TEXT)"));
        }

        await using var last = await OpenAsync(migrations);

        var copies = Directory.GetFiles(Path.GetDirectoryName(_store.Path)!, "*.backup-*");
        Assert.Equal(5, copies.Length);
        Assert.Contains(last.Opening.BackupPath, copies);
        Assert.DoesNotContain(copies, copy => copy.Contains("-v102-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_migration_may_rebuild_a_table_but_not_leave_rows_dangling()
    {
        await using (var old = await OpenAsync(Notes))
        {
            await old.WriteAsync(scope =>
            {
                Add(scope, "a");
                scope.Execute("INSERT INTO marks (note_id, mark) VALUES ('a', 'x')");
            }, Cancelled);
        }

        await Assert.ThrowsAsync<SchemaMismatchException>(
            () => OpenAsync(Notes, new Migration(101, "dangling", "DELETE FROM notes")));
        await using var database = await OpenAsync(Notes, new Migration(101, "rebuild",
            """
            CREATE TABLE renewed (id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL);
            INSERT INTO renewed SELECT id, text FROM notes;
            DROP TABLE notes;
            ALTER TABLE renewed RENAME TO notes;
            """));

        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task A_file_of_another_program_is_refused_and_left_alone()
    {
        await using (var other = await SqliteDatabase.OpenAsync(_store.Path, [Notes], TimeProvider.System, Cancelled))
        {
            await other.WriteAsync(scope => scope.Execute("ALTER TABLE schema_versions RENAME TO elsewhere"), Cancelled);
        }

        await Assert.ThrowsAsync<SchemaMismatchException>(() => OpenAsync(Notes));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_what_to_do()
    {
        await File.WriteAllTextAsync(_store.Path, new string('x', 5000), Cancelled);

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => OpenAsync(Notes));

        Assert.Equal(StorageFailure.Corrupt, refusal.Failure);
        Assert.Contains(".backup-", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_a_folder_that_is_not_there_is_refused_with_what_to_do()
    {
        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => SqliteDatabase.OpenAsync(
            Path.Combine(_store.Path, "none", "store.db"), [Notes], TimeProvider.System, Cancelled));

        Assert.Equal(StorageFailure.NotWritable, refusal.Failure);
    }
}
