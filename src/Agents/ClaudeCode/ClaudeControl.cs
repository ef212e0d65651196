using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.ClaudeCode;

/// <summary>Control requests to Claude Code and the answers to them, and the answers to its own.</summary>
internal sealed class ClaudeControl(IAgentPipe pipe)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _pending = new(StringComparer.Ordinal);
    private int _last;
    private volatile bool _isClosed;

    /// <summary>Completes with the whole <c>response</c> member of the answer, also when that is an error.</summary>
    /// <exception cref="IOException">The agent is gone.</exception>
    public async Task<JsonElement> RequestAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var id = $"homeport-{Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture)}";
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = answer;
        try
        {
            if (_isClosed)
            {
                throw new IOException("The agent's output is closed.");
            }

            await SendAsync(new() { ["type"] = "control_request", ["request_id"] = id, ["request"] = request }, cancellationToken);
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    /// <summary>An answer came. False when nobody waits for it.</summary>
    public bool Complete(JsonElement message) =>
        message.Member("response") is { } response && response.Text("request_id") is { } id &&
        _pending.TryRemove(id, out var answer) && answer.TrySetResult(response.Clone());

    public ValueTask RespondAsync(string requestId, JsonObject response, CancellationToken cancellationToken) => SendAsync(
        new()
        {
            ["type"] = "control_response",
            ["response"] = new JsonObject { ["subtype"] = "success", ["request_id"] = requestId, ["response"] = response },
        },
        cancellationToken);

    public ValueTask RefuseAsync(string requestId, string error, CancellationToken cancellationToken) => SendAsync(
        new()
        {
            ["type"] = "control_response",
            ["response"] = new JsonObject { ["subtype"] = "error", ["request_id"] = requestId, ["error"] = error },
        },
        cancellationToken);

    public ValueTask SendAsync(JsonObject message, CancellationToken cancellationToken) =>
        pipe.WriteLineAsync(JsonWriting.Line(message), cancellationToken);

    /// <summary>The agent is gone: nothing will be answered any more.</summary>
    public void Close()
    {
        _isClosed = true;
        foreach (var answer in _pending.Values)
        {
            answer.TrySetException(new IOException("The agent's output is closed."));
        }
    }
}
