using System.Text.Json;

namespace Homeport.Worker.Journal;

/// <summary>Entries of one journal on their way to the host: a <see cref="Protocol.Link.SendExecutionLogRequest"/> whose entries are in JSON already.</summary>
internal sealed record LogBatch
{
    public required string TaskId { get; init; }
    public required string SessionId { get; init; }
    public required string JournalId { get; init; }
    public required long LeaseToken { get; init; }
    public required bool StartsAfterGap { get; init; }

    /// <summary>A JSON array, valid until the batch is answered.</summary>
    public required ReadOnlyMemory<byte> Entries { get; init; }

    /// <summary>The request's JSON.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("taskId"u8, TaskId);
        writer.WriteString("sessionId"u8, SessionId);
        writer.WriteNumber("leaseToken"u8, LeaseToken);
        writer.WriteString("journalId"u8, JournalId);
        writer.WriteBoolean("startsAfterGap"u8, StartsAfterGap);
        writer.WritePropertyName("entries"u8);
        writer.WriteRawValue(Entries.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }
}
