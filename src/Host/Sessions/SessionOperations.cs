using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Sessions;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Sessions;

/// <summary>What can be read of sessions.</summary>
internal sealed class SessionOperations(LogReading reading) : IOperationSource
{
    public void Register(OperationCatalogue operations)
    {
        operations.Add<ListTaskEventsRequest, ListTaskEventsResponse>("listTaskEvents", Get("/api/tasks/{taskId}/events"), Permission.Read, reading.ListAsync)
            .Describe("Shows a page of a task's timeline: the newest events, those before one, or those after one.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "limit": 200}""").AsList("events");
        operations.Add<GetExecutionLogsRequest, GetExecutionLogsResponse>("getExecutionLogs", Get("/api/sessions/{sessionId}/logs"), Permission.Read, reading.LogsAsync)
            .Describe("Shows a session as normalised messages: start, text, toolUse, toolResult, userQuestion, complete, error.")
            .Example("""{"sessionId": "0198c0de-0000-7000-8000-000000000006", "fromSequence": 0}""");
    }
}
