using System.Globalization;
using Homeport.Storage.Connections;

namespace Homeport.Storage.Sqlite;

/// <summary>The copy of the file before its schema changes: <c>homeport.db.backup-v101-20260102T030405678</c>.</summary>
internal static class SqliteBackup
{
    private const int Kept = 5;

    /// <summary>Writes the copy to the disk and removes all but the newest five.</summary>
    public static string Make(StoreConnection connection, string path, int version, DateTimeOffset now)
    {
        var stamp = now.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        var backup = string.Create(CultureInfo.InvariantCulture, $"{path}.backup-v{version}-{stamp}");
        var partial = backup + ".partial";
        File.Delete(partial);
        try
        {
            using (File.Open(partial, OwnerOnly()))
            {
                // An empty file is what VACUUM INTO accepts, and so the copy is never readable by others.
            }

            connection.RunMigration($"VACUUM INTO '{partial.Replace("'", "''", StringComparison.Ordinal)}'");
            using (var written = File.Open(partial, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }

            File.Move(partial, backup, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }

        RemoveOld(path);
        return backup;
    }

    internal static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void RemoveOld(string path)
    {
        var full = Path.GetFullPath(path);
        var backups = Directory.GetFiles(Path.GetDirectoryName(full)!, Path.GetFileName(full) + ".backup-v*");
        foreach (var old in backups.OrderByDescending(Stamp, StringComparer.Ordinal).Skip(Kept))
        {
            File.Delete(old);
        }
    }

    private static string Stamp(string backup) => backup[(backup.LastIndexOf('-') + 1)..];
}
