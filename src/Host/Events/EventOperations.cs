using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Host.Events;

/// <summary>Subscriptions; they need a connection that stays.</summary>
internal sealed class EventOperations(SubscribeEvents subscribe) : IOperationSource
{
    public void Register(OperationCatalogue operations)
    {
        operations.AddOnConnections<SubscribeEventsRequest, SubscribeEventsResponse>("subscribeEvents", Permission.Read, subscribe.RunAsync)
            .Describe("Pushes what came after a sequence, then everything as it happens: notifications event, delta and gap.")
            .Example("""{"fromSequence":0,"topics":["tasks"]}""");
        operations.AddOnConnections<UnsubscribeEventsRequest, NoResponse>("unsubscribeEvents", Permission.Read, SubscribeEvents.EndAsync)
            .Describe("Ends a subscription.").Example("""{"subscriptionId":"019a9f3c-0000-7000-8000-000000000001"}""");
    }
}
