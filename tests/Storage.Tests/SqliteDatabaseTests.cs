using Homeport.Storage.Sqlite;

namespace Homeport.Storage.Tests;

public sealed class SqliteDatabaseTests : DatabaseTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("homeport-sqlite-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "it's a store.db");

    protected override async Task<Database> OpenCoreAsync(IReadOnlyList<Migration> migrations) =>
        await SqliteDatabase.OpenAsync(Path, migrations, TimeProvider.System, Cancelled);

    protected override ValueTask CleanAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
