using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Homeport.Agents;

namespace Homeport.Bench.Replay;

/// <summary>An agent out of memory: it answers as it was recorded, says its turn many times, ends it, and listens on.</summary>
internal sealed class ReplayPipe(AgentRecording recording, int rounds) : IAgentPipe
{
    private readonly Channel<JsonObject> _heard = Channel.CreateUnbounded<JsonObject>();

    /// <summary>When the first line of the turn was said, as a <see cref="Stopwatch"/> timestamp.</summary>
    public long Began { get; private set; }

    public async IAsyncEnumerable<AgentLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var heard in _heard.Reader.ReadAllAsync(cancellationToken))
        {
            var kind = AgentRecording.KindOf(heard);
            if (recording.Answers.TryGetValue(kind, out var answer))
            {
                yield return Line(AgentRecording.Answering(answer, heard));
            }
            else if (NotRecorded(kind, heard) is { } shortest)
            {
                yield return Line(shortest);
            }

            if (!AgentRecording.IsPrompt(kind))
            {
                continue;
            }

            Began = Stopwatch.GetTimestamp();
            for (var round = 0; round < rounds; round++)
            {
                foreach (var line in recording.Turn)
                {
                    yield return new AgentLine(line, TooLong: false, line.Length);
                }
            }

            yield return Line(AgentRecording.Answering(recording.End, heard));
        }
    }

    public ValueTask WriteLineAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken) =>
        _heard.Writer.WriteAsync(JsonNode.Parse(utf8.Span)!.AsObject(), cancellationToken);

    public ValueTask CloseInputAsync()
    {
        _heard.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    /// <summary>Our client asks what the recording one did not: by JSON-RPC it is refused, Claude Code's answer is an empty one.</summary>
    private static JsonObject? NotRecorded(string kind, JsonObject heard) => kind switch
    {
        _ when AgentRecording.IsPrompt(kind) => null,
        _ when heard["method"] is not null && heard["id"] is { } id => new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = id.DeepClone(),
            ["error"] = new JsonObject { ["code"] = -32601, ["message"] = "Not recorded" },
        },
        _ when heard["request_id"] is { } id => new JsonObject
        {
            ["type"] = "control_response",
            ["response"] = new JsonObject { ["subtype"] = "success", ["request_id"] = id.DeepClone(), ["response"] = new JsonObject() },
        },
        _ => null,
    };

    private static AgentLine Line(JsonObject message)
    {
        var bytes = Encoding.UTF8.GetBytes(message.ToJsonString());
        return new AgentLine(bytes, TooLong: false, bytes.Length);
    }
}
