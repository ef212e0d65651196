using System.Data.Common;

namespace Homeport.Storage.Connections;

/// <summary>A prepared command kept for one connection, with its parameters and column names. Owns the command.</summary>
internal sealed class Statement(DbCommand command) : IDisposable
{
    /// <summary>A parameter larger than this is let go after the call, so that a kept statement keeps no memory.</summary>
    private const int LargeValue = 16 * 1024;

    private Columns? _columns;

    public DbCommand Command => command;

    public void Bind(ReadOnlySpan<(string Name, object? Value)> values)
    {
        var parameters = command.Parameters;
        if (!HasParameters(values))
        {
            parameters.Clear();
            foreach (var (name, _) in values)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = "@" + name;
                parameters.Add(parameter);
            }
        }

        for (var index = 0; index < values.Length; index++)
        {
            parameters[index].Value = ParameterValue.ToDatabase(values[index].Name, values[index].Value);
        }
    }

    public void ReleaseLargeValues()
    {
        foreach (DbParameter parameter in command.Parameters)
        {
            if (parameter.Value is string { Length: > LargeValue } or byte[] { Length: > LargeValue } or Array { Length: > 64 })
            {
                parameter.Value = DBNull.Value;
            }
        }
    }

    public Columns Columns(DbDataReader reader) =>
        _columns is { } known && known.Count == reader.FieldCount ? known : _columns = new Columns(reader);

    public void Dispose() => command.Dispose();

    private bool HasParameters(ReadOnlySpan<(string Name, object? Value)> values)
    {
        var parameters = command.Parameters;
        if (parameters.Count != values.Length)
        {
            return false;
        }

        for (var index = 0; index < values.Length; index++)
        {
            if (!parameters[index].ParameterName.AsSpan(1).SequenceEqual(values[index].Name))
            {
                return false;
            }
        }

        return true;
    }
}
