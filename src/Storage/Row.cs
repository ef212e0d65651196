using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Homeport.Storage.Connections;

namespace Homeport.Storage;

/// <summary>
/// One row while it is being read; it cannot outlive the mapping. Columns are named by position or by name. A NULL read by a
/// member without <c>OrNull</c> throws <see cref="InvalidCastException"/> or <see cref="InvalidOperationException"/>.
/// </summary>
[SuppressMessage("Naming", "CA1720", Justification = "A member is named for the type it reads, as in all readers of .NET.")]
public readonly ref struct Row
{
    private readonly DbDataReader _reader;
    private readonly Columns _columns;

    internal Row(DbDataReader reader, Columns columns) => (_reader, _columns) = (reader, columns);

    public int ColumnCount => _columns.Count;

    public bool IsNull(int column) => _reader.IsDBNull(column);
    public bool IsNull(string column) => IsNull(Ordinal(column));

    public string Text(int column) => _reader.GetString(column);
    public string Text(string column) => Text(Ordinal(column));
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);
    public string? TextOrNull(string column) => TextOrNull(Ordinal(column));

    public long Int64(int column) => _columns.Int64(_reader, column);
    public long Int64(string column) => Int64(Ordinal(column));
    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);
    public long? Int64OrNull(string column) => Int64OrNull(Ordinal(column));

    public int Int32(int column) => checked((int)Int64(column));
    public int Int32(string column) => Int32(Ordinal(column));
    public int? Int32OrNull(int column) => IsNull(column) ? null : Int32(column);
    public int? Int32OrNull(string column) => Int32OrNull(Ordinal(column));

    public double Double(int column) => _columns.Double(_reader, column);
    public double Double(string column) => Double(Ordinal(column));
    public double? DoubleOrNull(int column) => IsNull(column) ? null : Double(column);
    public double? DoubleOrNull(string column) => DoubleOrNull(Ordinal(column));

    public bool Bool(int column) => Int64(column) != 0;
    public bool Bool(string column) => Bool(Ordinal(column));
    public bool? BoolOrNull(int column) => IsNull(column) ? null : Bool(column);
    public bool? BoolOrNull(string column) => BoolOrNull(Ordinal(column));

    public byte[] Blob(int column) => _reader.GetFieldValue<byte[]>(column);
    public byte[] Blob(string column) => Blob(Ordinal(column));
    public byte[]? BlobOrNull(int column) => IsNull(column) ? null : Blob(column);
    public byte[]? BlobOrNull(string column) => BlobOrNull(Ordinal(column));

    /// <summary>A BIGINT of unix milliseconds.</summary>
    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Int64(column));
    public DateTimeOffset Time(string column) => Time(Ordinal(column));
    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);
    public DateTimeOffset? TimeOrNull(string column) => TimeOrNull(Ordinal(column));

    /// <summary>The position of a column by its name or alias.</summary>
    public int Ordinal(string column) => _columns.Ordinal(column);
}
