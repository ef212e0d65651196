using System.Buffers;
using System.Text.Json;
using Homeport.Platform.Files;
using Homeport.Platform.Processes;

namespace Homeport.Platform.Supervision;

/// <summary>What is kept in a file about a program that may outlive us, so that it is told from every other one.</summary>
/// <param name="Process">With its start, so that the number alone proves nothing.</param>
/// <param name="Run">Stands in its environment.</param>
/// <param name="OutputFrom">Where in the output file this run begins.</param>
internal sealed record PidRecord(ProcessIdentity Process, Guid Run, long OutputFrom)
{
    /// <summary>Null when there is no file, or one that we did not write.</summary>
    public static PidRecord? Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            return new PidRecord(
                new ProcessIdentity(root.GetProperty("pid").GetInt32(), root.GetProperty("processStart").GetString() ?? ""),
                root.GetProperty("run").GetGuid(),
                root.GetProperty("outputFrom").GetInt64());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    public Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteNumber("pid", Process.Id);
            writer.WriteString("processStart", Process.Start);
            writer.WriteString("run", Run);
            writer.WriteNumber("outputFrom", OutputFrom);
            writer.WriteEndObject();
        }

        return AtomicFile.WriteAsync(path, json.WrittenMemory, cancellationToken);
    }
}
