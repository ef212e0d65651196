using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Host.Events;

/// <summary>Subscriptions; they need a connection that stays.</summary>
internal sealed class EventOperations(SubscribeEvents subscribe, SubscribeExecutionLogs subscribeLogs) : IOperationSource
{
    public void Register(OperationCatalogue operations)
    {
        operations.AddOnConnections<SubscribeEventsRequest, SubscribeEventsResponse>("subscribeEvents", Permission.Read, subscribe.RunAsync)
            .Describe("Pushes what came after a sequence, then everything as it happens: notifications event, delta and gap.")
            .Example("""{"fromSequence":0,"topics":["tasks"]}""");
        operations.AddOnConnections<UnsubscribeEventsRequest, NoResponse>("unsubscribeEvents", Permission.Read, SubscribeEvents.EndAsync)
            .Describe("Ends a subscription.").Example("""{"subscriptionId":"019a9f3c-0000-7000-8000-000000000001"}""");
        operations.AddOnConnections<SubscribeExecutionLogsRequest, SubscribeEventsResponse>(
                "subscribeExecutionLogs", Permission.Read, subscribeLogs.RunAsync)
            .Describe("Pushes a task's normalised messages as notifications executionLog.")
            .Example("""{"taskId":"019a9f3c-0000-7000-8000-000000000001","fromSequence":0}""");
        operations.AddOnConnections<UnsubscribeExecutionLogsRequest, NoResponse>(
                "unsubscribeExecutionLogs", Permission.Read, SubscribeExecutionLogs.EndAsync)
            .Describe("Ends this connection's subscriptions to a task's normalised messages.")
            .Example("""{"taskId":"019a9f3c-0000-7000-8000-000000000001"}""");
    }
}
