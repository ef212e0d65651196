using System.Net.Sockets;
using Npgsql;

namespace Homeport.Storage.Postgres;

/// <summary>Maps the errors of the server and of the way to it.</summary>
internal static class PostgresFailure
{
    private const string IdleInTransactionTimeout = "25P03";

    public static StorageUnavailableException? Translate(Exception exception) => exception switch
    {
        StorageUnavailableException known => known,
        PostgresException postgres => Translate(postgres),
        NpgsqlException { InnerException: TimeoutException } => new(
            StorageFailure.Locked,
            "PostgreSQL did not answer in time; nothing was stored. Look for a long transaction in pg_stat_activity, then try again.",
            exception),
        NpgsqlException or SocketException or IOException => new(
            StorageFailure.ConnectionLost,
            $"The connection to PostgreSQL is lost: {exception.Message} A write that was being committed may or may not be " +
            "stored. Check that the server runs and is reachable; Homeport connects again by itself.", exception),
        _ => null,
    };

    private static StorageUnavailableException? Translate(PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory => new(
            StorageFailure.DiskFull,
            $"Nothing was stored, because PostgreSQL has no room: {exception.MessageText}. Free disk space on the server.",
            exception),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure => new(
            StorageFailure.Locked,
            $"Nothing was stored, because another client holds a lock: {exception.MessageText}. Try again.", exception),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new(
            StorageFailure.Corrupt,
            $"PostgreSQL reports damage: {exception.MessageText}. Stop Homeport and restore the database from its backup.",
            exception),
        PostgresErrorCodes.ReadOnlySqlTransaction => new(
            StorageFailure.NotWritable,
            "PostgreSQL is read-only, probably a standby. Point the connection string at the primary.", exception),
        PostgresErrorCodes.IoError => new(
            StorageFailure.InputOutput, $"The disk of PostgreSQL failed: {exception.MessageText}.", exception),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections or IdleInTransactionTimeout => new(
            StorageFailure.ConnectionLost,
            $"PostgreSQL ended or refused the connection: {exception.MessageText}. Homeport connects again by itself.",
            exception),
        { } state when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal)
            || state == PostgresErrorCodes.InvalidCatalogName => new(
            StorageFailure.ConnectionLost,
            $"PostgreSQL refused the connection: {exception.MessageText}. Check the connection string.", exception),
        _ => null,
    };
}
