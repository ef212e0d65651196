using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Homeport.Agents;

namespace Homeport.Bench.Measures;

/// <summary>An agent that greets, hears a prompt, says the same lines many times, and ends.</summary>
internal sealed class RepeatingPipe(byte[][] lines, int repeats) : IAgentPipe
{
    private readonly Channel<JsonObject> _heard = Channel.CreateUnbounded<JsonObject>();

    /// <summary>From the first of these lines to the last.</summary>
    public TimeSpan Took { get; private set; }

    public async IAsyncEnumerable<AgentLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var greeting = await NextAsync("control_request", cancellationToken);
        yield return Line($$$$"""{"type":"control_response","response":{"subtype":"success","request_id":"{{{{greeting["request_id"]}}}}","response":{"commands":[],"models":[]}}}""");
        await NextAsync("user", cancellationToken);
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < repeats; round++)
        {
            foreach (var line in lines)
            {
                yield return new AgentLine(line, TooLong: false, line.Length);
            }
        }

        Took = Stopwatch.GetElapsedTime(start);
    }

    public ValueTask WriteLineAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken) =>
        _heard.Writer.WriteAsync(JsonNode.Parse(utf8.Span)!.AsObject(), cancellationToken);

    public ValueTask CloseInputAsync() => ValueTask.CompletedTask;

    private async Task<JsonObject> NextAsync(string type, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await _heard.Reader.ReadAsync(cancellationToken);
            if (message["type"]?.GetValue<string>() == type)
            {
                return message;
            }
        }
    }

    private static AgentLine Line(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new AgentLine(bytes, TooLong: false, bytes.Length);
    }
}

/// <summary>Takes whatever is said.</summary>
internal sealed class CountingSink : IAgentSink
{
    public long Count { get; private set; }

    public ValueTask PublishAsync(string kind, string? itemId, JsonElement payload, CancellationToken cancellationToken) => CountOne();

    public ValueTask StreamTextAsync(string kind, string itemId, string text, string? parentItemId, CancellationToken cancellationToken) => CountOne();

    public ValueTask ReplaceTextAsync(
        string kind, string itemId, string text, string? parentItemId, bool done, CancellationToken cancellationToken) => CountOne();

    public ValueTask RequestApprovalAsync(AgentApproval approval, CancellationToken cancellationToken) => CountOne();

    public ValueTask CancelApprovalAsync(string approvalId, CancellationToken cancellationToken) => CountOne();

    private ValueTask CountOne()
    {
        Count++;
        return ValueTask.CompletedTask;
    }
}
