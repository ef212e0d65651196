using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Homeport.Storage.Connections;

/// <summary>The names and types of a result, worked out once for each statement.</summary>
internal sealed class Columns
{
    private readonly string[] _names;
    private readonly TypeCode[] _types;

    public Columns(DbDataReader reader)
    {
        _names = new string[reader.FieldCount];
        _types = new TypeCode[reader.FieldCount];
        for (var index = 0; index < _names.Length; index++)
        {
            _names[index] = reader.GetName(index);

            // SQLite converts by itself and has a type for each value; PostgreSQL wants to be asked for exactly its own.
            _types[index] = reader is SqliteDataReader ? TypeCode.Empty : Type.GetTypeCode(reader.GetFieldType(index));
        }
    }

    public int Count => _names.Length;

    public int Ordinal(string name)
    {
        for (var index = 0; index < _names.Length; index++)
        {
            if (string.Equals(_names[index], name, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        throw new ArgumentException($"The query has no column '{name}'; it has {string.Join(", ", _names)}.", nameof(name));
    }

    public long Int64(DbDataReader reader, int column) => _types[column] switch
    {
        TypeCode.Int32 => reader.GetInt32(column),
        TypeCode.Int16 => reader.GetInt16(column),
        TypeCode.Boolean => reader.GetBoolean(column) ? 1 : 0,
        TypeCode.Decimal => (long)reader.GetDecimal(column), // SUM of BIGINT
        _ => reader.GetInt64(column),
    };

    public double Double(DbDataReader reader, int column) => _types[column] switch
    {
        TypeCode.Empty or TypeCode.Double => reader.GetDouble(column),
        TypeCode.Single => reader.GetFloat(column),
        TypeCode.Decimal => (double)reader.GetDecimal(column),
        _ => Int64(reader, column),
    };
}
