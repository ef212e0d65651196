using Homeport.Platform.Native;

namespace Homeport.Platform.Databases;

/// <summary>The row at which a question stands.</summary>
public readonly struct AskedRow
{
    private readonly nint _statement;

    internal AskedRow(nint statement) => _statement = statement;

    public bool IsNull(int column) => SqliteLibrary.TypeOf(_statement, column) == SqliteLibrary.Null;

    public long Whole(int column) => SqliteLibrary.Whole(_statement, column);

    public string Text(int column) => SqliteLibrary.Text(_statement, column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);
}
