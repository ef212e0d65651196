using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Homeport.Agents.Tests.Playback;

/// <summary>An agent whose every line a test says itself.</summary>
internal sealed class ScriptedPipe : IAgentPipe
{
    private readonly Channel<AgentLine> _said = Channel.CreateUnbounded<AgentLine>();
    private readonly Channel<JsonObject> _heard = Channel.CreateUnbounded<JsonObject>();

    /// <summary>From now on nothing can be written.</summary>
    public bool IsBroken { get; set; }

    public void Say(string line) => Say(line, tooLong: false, totalBytes: null);

    public void Say(string line, bool tooLong, long? totalBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        _said.Writer.TryWrite(new(bytes, tooLong, totalBytes ?? bytes.Length));
    }

    /// <summary>The end of standard output.</summary>
    public void End() => _said.Writer.TryComplete();

    /// <summary>The end of standard output by an error.</summary>
    public void Break() => _said.Writer.TryComplete(new IOException("Broken pipe"));

    /// <summary>The next thing that was said to the agent.</summary>
    public async Task<JsonObject> HearAsync() => await _heard.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask()
        .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public bool HasHeardNothing => _heard.Reader.Count == 0;

    public async IAsyncEnumerable<AgentLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in _said.Reader.ReadAllAsync(cancellationToken))
        {
            yield return line;
        }
    }

    public ValueTask WriteLineAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken) => IsBroken
        ? throw new IOException("Broken pipe")
        : _heard.Writer.WriteAsync(JsonNode.Parse(utf8.Span)!.AsObject(), cancellationToken);

    public ValueTask CloseInputAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }
}
