using System.Runtime.InteropServices;

namespace Homeport.Platform.Native;

/// <summary>The few calls by which a SQLite database is read, in the operating system's own library.</summary>
internal static unsafe class SqliteLibrary
{
    public const int Ok = 0;
    public const int Row = 100;
    public const int Done = 101;
    public const int Null = 5;
    public const int OpenReadWrite = 0x2;
    public const int FullMutex = 0x10000;

    private static readonly Lazy<nint> Library = new(Load);

    /// <summary>Whether there is one.</summary>
    public static bool IsThere => Library.Value != 0;

    public static int Open(byte* path, nint* database, int flags) =>
        ((delegate* unmanaged[Cdecl]<byte*, nint*, int, byte*, int>)Symbol("sqlite3_open_v2"))(path, database, flags, null);

    public static int Close(nint database) => ((delegate* unmanaged[Cdecl]<nint, int>)Symbol("sqlite3_close_v2"))(database);

    public static string Message(nint database) =>
        Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint, nint>)Symbol("sqlite3_errmsg"))(database)) ?? "";

    public static int Prepare(nint database, byte* sql, nint* statement) =>
        ((delegate* unmanaged[Cdecl]<nint, byte*, int, nint*, byte**, int>)Symbol("sqlite3_prepare_v2"))(database, sql, -1, statement, null);

    public static int Step(nint statement) => ((delegate* unmanaged[Cdecl]<nint, int>)Symbol("sqlite3_step"))(statement);

    public static int Finalize(nint statement) => ((delegate* unmanaged[Cdecl]<nint, int>)Symbol("sqlite3_finalize"))(statement);

    /// <summary>SQLite copies the text.</summary>
    public static int BindText(nint statement, int index, byte* text, int length) =>
        ((delegate* unmanaged[Cdecl]<nint, int, byte*, int, nint, int>)Symbol("sqlite3_bind_text"))(statement, index, text, length, -1);

    public static int BindWhole(nint statement, int index, long value) =>
        ((delegate* unmanaged[Cdecl]<nint, int, long, int>)Symbol("sqlite3_bind_int64"))(statement, index, value);

    public static int TypeOf(nint statement, int column) => ((delegate* unmanaged[Cdecl]<nint, int, int>)Symbol("sqlite3_column_type"))(statement, column);

    public static long Whole(nint statement, int column) => ((delegate* unmanaged[Cdecl]<nint, int, long>)Symbol("sqlite3_column_int64"))(statement, column);

    public static string Text(nint statement, int column)
    {
        var text = ((delegate* unmanaged[Cdecl]<nint, int, byte*>)Symbol("sqlite3_column_text"))(statement, column);
        var length = ((delegate* unmanaged[Cdecl]<nint, int, int>)Symbol("sqlite3_column_bytes"))(statement, column);
        return text is null ? "" : System.Text.Encoding.UTF8.GetString(text, length);
    }

    private static nint Symbol(string name) => NativeLibrary.GetExport(Library.Value, name);

    private static nint Load()
    {
        string[] names = OperatingSystem.IsWindows() ? ["winsqlite3.dll", "sqlite3.dll"]
            : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib", "libsqlite3.dylib"]
            : ["libsqlite3.so.0", "libsqlite3.so"];
        return names.Select(name => NativeLibrary.TryLoad(name, out var handle) ? handle : 0).FirstOrDefault(handle => handle != 0);
    }
}
