using System.Runtime.InteropServices;
using SQLitePCL;

namespace Homeport.Storage.Sqlite;

/// <summary>
/// Binds to the SQLite of the operating system: its security updates come with the system, and no old copy is bundled.
/// </summary>
public static class SqliteLibrary
{
    private const int OldestVersion = 3_037_000; // STRICT, RETURNING, ->>

    private static readonly Lock Gate = new();
    private static string? _version;

    /// <summary>Loads and checks the library, once.</summary>
    /// <returns>Its version, such as <c>3.40.1</c>.</returns>
    /// <exception cref="StorageUnavailableException">There is none that works; the message names the package.</exception>
    public static string Load()
    {
        lock (Gate)
        {
            return _version ??= LoadLocked();
        }
    }

    private static string LoadLocked()
    {
        var candidates = Candidates();
        var library = candidates
            .Select(name => NativeLibrary.TryLoad(name, out var handle) ? handle : 0)
            .FirstOrDefault(handle => handle != 0);
        if (library == 0)
        {
            throw Missing($"SQLite is not installed: none of {string.Join(", ", candidates)} could be loaded.");
        }

        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) => name == "e_sqlite3" ? library : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        var version = raw.sqlite3_libversion().utf8_to_string();
        if (raw.sqlite3_libversion_number() < OldestVersion)
        {
            throw Missing($"SQLite {version} is too old: at least 3.37 is needed.");
        }


        // Apple builds with 2 (no sharing of a connection between threads), which crashes when the garbage collector ends a
        // statement; such a build can be switched to serialized before its first use. 0 cannot.
        var isSerialized = raw.sqlite3_threadsafe() switch
        {
            1 => true,
            2 => raw.sqlite3_config(raw.SQLITE_CONFIG_SERIALIZED) == raw.SQLITE_OK,
            _ => false,
        };
        if (!isSerialized)
        {
            throw Missing($"SQLite {version} was built without full thread safety (SQLITE_THREADSAFE=1), which would crash.");
        }

        return version;
    }

    private static StorageUnavailableException Missing(string what) => new(
        StorageFailure.LibraryMissing,
        what + (OperatingSystem.IsWindows() ? " Update Windows: winsqlite3.dll is part of it."
            : OperatingSystem.IsMacOS() ? " Update macOS, or run: brew install sqlite."
            : " Install the package libsqlite3-0 (Debian, Ubuntu), sqlite-libs (Fedora, Alpine), sqlite (Arch) or " +
              "libsqlite3-0 (openSUSE), then start again."));

    private static string[] Candidates() =>
        OperatingSystem.IsWindows() ? ["winsqlite3.dll", "sqlite3.dll"]
        : OperatingSystem.IsMacOS()
            ? ["/opt/homebrew/opt/sqlite/lib/libsqlite3.dylib", "/usr/lib/libsqlite3.dylib", "libsqlite3.dylib"]
            : ["libsqlite3.so.0", "libsqlite3.so"];
}
