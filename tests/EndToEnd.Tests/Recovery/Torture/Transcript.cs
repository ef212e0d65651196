using System.Text.Json.Nodes;

namespace Homeport.EndToEnd.Tests.Recovery.Torture;

/// <summary>One task's conversation, put together from its events as a client does, and more strictly: no text may come twice.</summary>
internal sealed class Transcript
{
    private static readonly string[] Losses = ["events_lost", "journal_damaged"];

    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Turn, string Text)> _items = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public Transcript(IEnumerable<JsonObject> events)
    {
        foreach (var entry in events)
        {
            Take(entry["kind"]!.GetValue<string>(), entry["turnId"]?.GetValue<string>() ?? "", entry["itemId"]?.GetValue<string>() ?? "", entry["payload"]!);
        }
    }

    public IReadOnlyCollection<Turn> Turns => _turns.Values;

    /// <summary>Of the text of an item; of none, 0.</summary>
    public int LengthOf(string item) => _items.TryGetValue(item, out var known) ? known.Text.Length : 0;

    /// <summary>All that the agent said in a turn.</summary>
    public string TextOf(Turn turn) => string.Concat(_order.Where(item => _items[item].Turn == turn.Id).Select(item => _items[item].Text));

    private void Take(string kind, string turn, string item, JsonNode payload)
    {
        switch (kind)
        {
            case "turn_started":
                Assert.True(_turns.TryAdd(turn, new Turn(turn)), $"Turn {turn} began twice.");
                break;
            case "user_message":
                Assert.Null(_turns[turn].Prompt);
                _turns[turn].Prompt = payload["text"]!.GetValue<string>();
                break;
            case "turn_ended":
                Assert.Null(_turns[turn].Outcome);
                _turns[turn].Outcome = payload["outcome"]!.GetValue<string>();
                break;
            case "agent_message":
                Assert.Null(_turns[turn].Outcome);
                Add(turn, item, payload);
                break;
            case "notice":
                Assert.DoesNotContain(payload["code"]!.GetValue<string>(), Losses);
                break;
        }
    }

    private void Add(string turn, string item, JsonNode payload)
    {
        if (!_items.TryGetValue(item, out var known))
        {
            known = (turn, "");
            _order.Add(item);
        }

        Assert.Equal(known.Turn, turn);
        if (payload["text"] is { } whole)
        {
            known.Text = whole.GetValue<string>();
        }
        else
        {
            Assert.Equal(known.Text.Length, payload["offset"]!.GetValue<int>());
            known.Text += payload["append"]!.GetValue<string>();
        }

        _items[item] = known;
    }

    /// <summary>One turn of it.</summary>
    internal sealed class Turn(string id)
    {
        public string Id { get; } = id;
        public string? Prompt { get; set; }
        public string? Outcome { get; set; }
    }
}
