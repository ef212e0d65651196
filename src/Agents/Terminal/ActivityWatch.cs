using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Terminal;

/// <summary>Tells whether a program in a terminal writes. Told when it changes only, so that a flood is one event.</summary>
internal sealed class ActivityWatch(IAgentConsole console, SerialSink sink, TimeProvider time)
{
    /// <summary>A program that wrote nothing for so long counts as quiet.</summary>
    public static readonly TimeSpan QuietAfter = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private const string ItemId = "activity";

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        AgentActivity? told = null;
        try
        {
            while (!console.Ended.IsCompleted)
            {
                var last = console.LastOutputAt;
                var state = time.GetUtcNow() - (last > began ? last.Value : began) < QuietAfter ? AgentActivity.Working : AgentActivity.Quiet;
                if (state != told)
                {
                    told = state;
                    await sink.PublishAsync(
                        EventKinds.Activity, ItemId,
                        new ActivityPayload { State = state, Guessed = true, LastOutputAt = state == AgentActivity.Quiet ? last : null },
                        ProtocolJson.Default.ActivityPayload, cancellationToken);
                }

                await Task.WhenAny(console.Ended, Task.Delay(Look, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            // the turn is over
        }
    }
}
