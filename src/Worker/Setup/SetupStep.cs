using System.Text.Json;
using Homeport.Agents;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Worker.Setup;

/// <summary>One step of a setup as an item of the timeline.</summary>
internal sealed class SetupStep(IAgentSink sink, string itemId)
{
    /// <summary>How long a step that was stopped may take to say how far it came.</summary>
    public static readonly TimeSpan TellPatience = TimeSpan.FromSeconds(1);

    private const int ShownWhileRunning = 8 * 1024;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    public ValueTask BeginAsync(string title, string tool, string inputName, string input, CancellationToken cancellationToken) => PublishAsync(
        new ToolCallPayload
        {
            Title = title,
            Kind = ToolKind.Setup,
            ToolName = tool,
            Status = ToolStatus.InProgress,
            Input = JsonElement.Parse($$"""{"{{inputName}}": {{JsonSerializer.Serialize(input, ProtocolJson.Default.String)}}}"""),
        },
        cancellationToken);

    /// <summary>Shows the end of the output while something runs: often at first, less often later, so that hours do not fill the log.</summary>
    public async Task<T> WatchAsync<T>(
        BoundedText output, Func<CancellationToken, Task<T>> start, TimeProvider time, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = start(ending.Token);
        try
        {
            var (shown, pause) = (0L, FirstPause);
            while (await Task.WhenAny(running, Task.Delay(pause, time, ending.Token)) != running)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (output.Length != shown)
                {
                    shown = output.Length;
                    await ShowAsync(output.End(ShownWhileRunning), ending.Token);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }
            }

            return await running;
        }
        finally
        {
            await ending.CancelAsync(); // if nobody listens any more, the script ends with it
            await Task.WhenAny(running);
        }
    }

    public ValueTask ShowAsync(string output, CancellationToken cancellationToken) =>
        PublishAsync(new ToolCallPayload { Content = [Text(output)] }, cancellationToken);

    public ValueTask EndAsync(bool isDone, string title, string output, int? exitCode, CancellationToken cancellationToken) => PublishAsync(
        new ToolCallPayload
        {
            Title = title,
            Status = isDone ? ToolStatus.Completed : ToolStatus.Failed,
            Content = [Text(output)],
            ExitCode = exitCode,
        },
        cancellationToken);

    private static ToolContent Text(string text) => new() { Type = ToolContentType.Text, Text = text };

    private ValueTask PublishAsync(ToolCallPayload payload, CancellationToken cancellationToken) => sink.PublishAsync(
        EventKinds.ToolCall, itemId, JsonSerializer.SerializeToElement(payload, ProtocolJson.Default.ToolCallPayload), cancellationToken);
}
