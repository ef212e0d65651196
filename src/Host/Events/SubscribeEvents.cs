using Homeport.Domain;
using Homeport.Host.JsonRpc;
using Homeport.Host.Workspaces;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Events;

/// <summary>
/// Pushes the log to a connection: what came after a sequence, then everything as it happens. A client that reads slowly lags
/// by itself: it is caught up from the store, and neither the writer nor another client waits for it.
/// </summary>
internal sealed class SubscribeEvents(Database database)
{
    /// <summary>What may wait for one client before it is sent back to the store.</summary>
    private const int Waiting = 4096;

    public async Task<Result<SubscribeEventsResponse>> RunAsync(
        SubscribeEventsRequest request, RpcSession session, CancellationToken cancellationToken)
    {
        if (EventTopics.Read(request.Topics, out var kinds) is { } wrong)
        {
            return wrong;
        }

        if (request.FromSequence < 0)
        {
            return new Problem(ProblemCode.InvalidRequest, "The subscription was not made.")
            {
                Errors = [new FieldError("fromSequence", "Must be 0 or more; leave it out for what is new only.")],
            };
        }

        var workspace = request.WorkspaceId ?? Workspace.Personal;
        var (exists, head) = await database.ReadAsync(
            scope => (WorkspaceStore.Exists(scope, workspace), scope.EventHead(workspace)), cancellationToken);
        if (!exists)
        {
            return Workspace.NotFound(workspace);
        }

        var subscription = new EventSubscription(workspace, request.FromSequence ?? head)
        {
            Filter = new EventFilter { TaskId = request.TaskId, Kinds = kinds },
            Capacity = Waiting,
        };
        var id = session.Subscribe(null, (id, transport, stop) => PushAsync(subscription, id, transport, stop));
        return id is null ? TooMany() : new SubscribeEventsResponse { SubscriptionId = id, Sequence = head };
    }

    public static async Task<Result<NoResponse>> EndAsync(
        UnsubscribeEventsRequest request, RpcSession session, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await session.UnsubscribeAsync(request.SubscriptionId)
            ? new NoResponse()
            : new Problem(ProblemCode.NotFound, $"This connection has no subscription {request.SubscriptionId}.");
    }

    public static Problem TooMany() => new(
        ProblemCode.Conflict, $"This connection has {RpcSession.MostSubscriptions} subscriptions already. End one, or open another connection.");

    private async Task PushAsync(EventSubscription subscription, string id, SessionTransport transport, CancellationToken stop)
    {
        var frames = new EventFrames(id);
        await foreach (var batch in database.Events.Subscribe(subscription, stop))
        {
            frames.Append(batch.Entries);
            await transport.PushAsync(frames.Written, stop);
            frames.Clear();
        }
    }
}
