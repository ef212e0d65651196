using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Homeport.Host.Access;
using Homeport.Storage;

namespace Homeport.Host.JsonRpc;

/// <summary>A connection that stays, who is at its other end, and what it is subscribed to.</summary>
internal sealed class RpcSession(Caller caller, SessionTransport transport, TimeProvider time) : IAsyncDisposable
{
    public const int MostSubscriptions = 64;

    private readonly ConcurrentDictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _life = new();

    public Caller Caller { get; } = caller;

    /// <summary>Starts to push once the client has heard of the subscription.</summary>
    /// <param name="topic">By which it can be ended, beside its id; null for none.</param>
    /// <param name="push">Runs until it is cancelled or has nothing more to say.</param>
    /// <returns>The subscription's id; null if the connection has too many.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "The subscription owns its cancellation.")]
    public string? Subscribe(string? topic, Func<string, SessionTransport, CancellationToken, Task> push)
    {
        if (_subscriptions.Count >= MostSubscriptions)
        {
            return null;
        }

        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_life.Token);
        var told = transport.WhenToldAsync(id, stop.Token);
        _subscriptions[id] = new Subscription(topic, stop, Task.Run(() => RunAsync(id, told, push, stop.Token), CancellationToken.None));
        return id;
    }

    /// <returns>Whether there was one.</returns>
    public async Task<bool> UnsubscribeAsync(string id)
    {
        if (!_subscriptions.TryRemove(id, out var subscription))
        {
            return false;
        }

        await subscription.EndAsync();
        return true;
    }

    /// <summary>Ends all subscriptions of a topic.</summary>
    public async Task UnsubscribeTopicAsync(string topic)
    {
        foreach (var (id, subscription) in _subscriptions)
        {
            if (subscription.Topic == topic)
            {
                await UnsubscribeAsync(id);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        foreach (var (id, _) in _subscriptions)
        {
            await UnsubscribeAsync(id);
        }

        _life.Dispose();
    }

    private async Task RunAsync(
        string id, Task told, Func<string, SessionTransport, CancellationToken, Task> push, CancellationToken cancellationToken)
    {
        try
        {
            await told;
            await push(id, transport, cancellationToken);
        }
        catch (OperationCanceledException)
        {
        }
        catch (IOException)
        {
            // The connection is over; its own loops notice too.
        }
        catch (StorageUnavailableException)
        {
            await transport.DisposeAsync(); // the client connects again and goes on where it was
        }
    }

    private sealed record Subscription(string? Topic, CancellationTokenSource Stop, Task Pushing)
    {
        public async Task EndAsync()
        {
            await Stop.CancelAsync();
            await Pushing;
            Stop.Dispose();
        }
    }
}
