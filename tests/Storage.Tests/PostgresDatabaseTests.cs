using Homeport.Storage.Postgres;

namespace Homeport.Storage.Tests;

public sealed class PostgresDatabaseTests(PostgresFixture postgres) : DatabaseTests
{
    private string? _connectionString;

    protected override async Task<Database> OpenCoreAsync(IReadOnlyList<Migration> migrations)
    {
        _connectionString ??= await (await postgres.StartAsync()).CreateDatabaseAsync(Cancelled);
        return await PostgresDatabase.OpenAsync(_connectionString, migrations, TimeProvider.System, Cancelled);
    }
}
