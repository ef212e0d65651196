using Homeport.Host.Http;
using Homeport.Storage;
using Homeport.Storage.Sqlite;

namespace Homeport.Host;

/// <summary>What a start would meet on this machine, for those who ask before they start.</summary>
public static class MachineFacts
{
    /// <summary>Who listens on a port, such as <c>node (process 4711)</c>; null where it cannot be found out.</summary>
    public static string? FindPortHolder(int port) => PortHolder.Find(port);

    /// <summary>The version of the SQLite library that would be used.</summary>
    /// <param name="problem">Why none can be used, and which package to install; null when one can.</param>
    public static string? FindSqlite(out string? problem)
    {
        try
        {
            problem = null;
            return SqliteLibrary.Load();
        }
        catch (StorageUnavailableException missing)
        {
            problem = missing.Message;
            return null;
        }
    }
}
