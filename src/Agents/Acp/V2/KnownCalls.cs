using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Acp.V2;

/// <summary>
/// What is told so far of the tool calls that are open: an update names only what changed, content comes piece by piece, and a
/// permission request may name no more than the id.
/// </summary>
internal sealed class KnownCalls(ToldPrograms programs, WorktreePaths paths)
{
    private const int MostCalls = 256;
    private const int MostParts = 200;
    private static readonly string[] Remembered = ["name", "title", "kind", "rawInput", "locations"];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Known> _calls = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private int _lastText;

    /// <summary>Takes over what an update says. True when the content that the call has stays as it is.</summary>
    public bool Note(JsonElement call)
    {
        if (call.Text("toolCallId") is not { } id)
        {
            return false;
        }

        lock (_gate)
        {
            var known = FindLocked(id);
            foreach (var name in Remembered.Where(name => call.Names(name)))
            {
                known.Fields[name] = call.Member(name);
            }

            var keeps = !call.Names("content") && known.Parts.Count > 0;
            if (call.Names("content"))
            {
                EndTextLocked(known);
                known.Content = [.. call.Items("content").Take(MostParts)];
                known.Parts = [.. known.Content.SelectMany(Read)];
            }

            if (call.Text("status") is "completed" or "failed" or "cancelled")
            {
                EndTextLocked(known);
            }

            return keeps;
        }
    }

    /// <summary>
    /// Adds to a call's content; gives all of it, or null when a text grew that is shown already. What is over a bound is not kept.
    /// </summary>
    public IReadOnlyList<AcpToolContent>? Add(string id, JsonElement content)
    {
        lock (_gate)
        {
            var known = FindLocked(id);
            var parts = Read(content).ToArray();
            if (parts is [{ Fixed: { Type: ToolContentType.Text, Text: { } text } }])
            {
                var isGrowing = known.Text is not null;
                known.Text ??= $"text {id} {++_lastText}";
                programs.Append(known.Text, text);
                parts = isGrowing ? [] : [new(null, known.Text)];
            }
            else
            {
                EndTextLocked(known);
                known.Content = [.. known.Content.Append(content).Take(MostParts)];
            }

            if (parts.Length == 0 || known.Parts.Count >= MostParts)
            {
                return null;
            }

            known.Parts = [.. known.Parts, .. parts];
            return known.Parts;
        }
    }

    /// <summary>All that is known of the call that something names.</summary>
    public JsonElement Describe(string id)
    {
        var call = new JsonObject { ["toolCallId"] = id };
        lock (_gate)
        {
            var known = FindLocked(id);
            foreach (var (name, value) in known.Fields)
            {
                call[name] = NodeOf(value);
            }

            call["content"] = new JsonArray([.. known.Content.Select(part => NodeOf(part))]);
        }

        return JsonWriting.Element(call);
    }

    /// <summary>The turn is over: no text goes on.</summary>
    public void EndTurn()
    {
        lock (_gate)
        {
            foreach (var known in _calls.Values)
            {
                EndTextLocked(known);
            }

            _calls.Clear();
            _order.Clear();
        }
    }

    private Known FindLocked(string id)
    {
        if (_calls.TryGetValue(id, out var found))
        {
            return found;
        }

        if (_order.Count >= MostCalls && _calls.Remove(_order.Dequeue(), out var oldest))
        {
            EndTextLocked(oldest);
        }

        _order.Enqueue(id);
        return _calls[id] = new();
    }

    /// <summary>What it shows of programs is expected from now on.</summary>
    private IEnumerable<AcpToolContent> Read(JsonElement content)
    {
        foreach (var part in AcpToolContent.Read(content, paths))
        {
            if (part.TerminalId is { } program)
            {
                programs.Expect(program);
            }

            yield return part;
        }
    }

    private void EndTextLocked(Known known)
    {
        if (known.Text is { } text)
        {
            programs.End(text);
            known.Text = null;
        }
    }

    private static JsonNode? NodeOf(JsonElement? value) => value is { } element ? JsonNode.Parse(JsonWriting.Writable(element).GetRawText()) : null;

    private sealed class Known
    {
        public Dictionary<string, JsonElement?> Fields { get; } = new(StringComparer.Ordinal);
        public IReadOnlyList<JsonElement> Content { get; set; } = [];
        public IReadOnlyList<AcpToolContent> Parts { get; set; } = [];

        /// <summary>The text that grows.</summary>
        public string? Text { get; set; }
    }
}
