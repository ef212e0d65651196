using System.Buffers;
using System.Text.Json;
using Homeport.Domain;
using Homeport.Host.Http;
using Homeport.Host.JsonRpc;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Sessions;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Events;

/// <summary>Pushes a task's normalised messages to a connection, for programs that only want the gist.</summary>
internal sealed class SubscribeExecutionLogs(Database database)
{
    private static readonly JsonWriterOptions Plain = new() { SkipValidation = true };

    public async Task<Result<SubscribeEventsResponse>> RunAsync(
        SubscribeExecutionLogsRequest request, RpcSession session, CancellationToken cancellationToken)
    {
        var (task, head) = await database.ReadAsync(
            scope => TaskStore.Find(scope, request.TaskId) is { } found ? (found, scope.EventHead(found.WorkspaceId)) : (null, 0), cancellationToken);
        if (task is null)
        {
            return TaskProblems.NotFound(request.TaskId);
        }

        var subscription = new EventSubscription(task.WorkspaceId, request.FromSequence ?? head)
        {
            Filter = new EventFilter { TaskId = request.TaskId },
        };
        var id = session.Subscribe(request.TaskId, (_, transport, stop) => PushAsync(subscription, transport, stop));
        return id is null ? SubscribeEvents.TooMany() : new SubscribeEventsResponse { SubscriptionId = id, Sequence = head };
    }

    public static async Task<Result<NoResponse>> EndAsync(
        UnsubscribeExecutionLogsRequest request, RpcSession session, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await session.UnsubscribeTopicAsync(request.TaskId);
        return new NoResponse();
    }

    private async Task PushAsync(EventSubscription subscription, SessionTransport transport, CancellationToken stop)
    {
        var frames = new ArrayBufferWriter<byte>();
        await foreach (var batch in database.Events.Subscribe(subscription, stop))
        {
            foreach (var stored in batch.Entries.OfType<StoredEvent>())
            {
                if (ExecutionLogs.From(stored) is { } view)
                {
                    FrameStream.AppendText(frames, Notification(view));
                }
            }

            if (frames.WrittenCount > 0)
            {
                await transport.PushAsync(frames.WrittenMemory, stop);
                frames.ResetWrittenCount();
            }
        }
    }

    private static ReadOnlySpan<byte> Notification(ExecutionLogView view)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteString("method", ExecutionLogNotification.Method);
            writer.WritePropertyName("params");
            JsonSerializer.Serialize(writer, view, ProtocolJson.Default.ExecutionLogView);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
