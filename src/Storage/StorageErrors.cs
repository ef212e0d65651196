using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Homeport.Storage;

/// <summary>Tells apart the errors of a statement that a caller may act on.</summary>
public static class StorageErrors
{
    private const int SqliteUnique = 2067;
    private const int SqlitePrimaryKey = 1555;
    private const int SqliteRowId = 2579;
    private const int SqliteForeignKey = 787;

    /// <summary>A row with this key is already there.</summary>
    public static bool IsUniqueViolation(this DbException exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteUnique or SqlitePrimaryKey or SqliteRowId,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };

    /// <summary>A row points to one that is not there, or one that is pointed to would go.</summary>
    public static bool IsForeignKeyViolation(this DbException exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode == SqliteForeignKey,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.ForeignKeyViolation,
        _ => false,
    };
}
