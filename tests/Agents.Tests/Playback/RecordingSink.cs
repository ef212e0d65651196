using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Tests.Playback;

/// <summary>Keeps what a conversation publishes, puts texts together as a client would, and answers approvals by a script.</summary>
internal sealed class RecordingSink : IAgentSink
{
    private readonly Lock _gate = new();
    private readonly List<(Func<RecordingSink, bool> IsMet, TaskCompletionSource Signal)> _waiting = [];
    private int _calls;

    public List<Entry> Events { get; } = [];
    public List<string> ItemOrder { get; } = [];
    public Dictionary<string, TextItem> Texts { get; } = [];
    public List<AgentApproval> Approvals { get; } = [];
    public List<string> Cancelled { get; } = [];

    /// <summary>What to do with an approval; runs beside the conversation.</summary>
    public Func<AgentApproval, Task>? OnApproval { get; set; }

    public List<Task> Answers { get; } = [];

    public IReadOnlyList<string> Messages => Of(EventKinds.AgentMessage);
    public IReadOnlyList<string> Thoughts => Of(EventKinds.AgentThought);
    public IReadOnlyList<NoticePayload> Notices => Payloads(EventKinds.Notice, ProtocolJson.Default.NoticePayload);
    public IReadOnlyList<RawPayload> Raws => Payloads(EventKinds.Raw, ProtocolJson.Default.RawPayload);
    public IReadOnlyList<ConfigPayload> Configs => Payloads(EventKinds.Config, ProtocolJson.Default.ConfigPayload);
    public IReadOnlyList<PlanPayload> Plans => Payloads(EventKinds.Plan, ProtocolJson.Default.PlanPayload);

    /// <summary>Tool calls as they stand, in the order in which they came.</summary>
    public IReadOnlyList<(string Id, ToolCallPayload Call)> ToolCalls
    {
        get
        {
            lock (_gate)
            {
                var calls = new Dictionary<string, ToolCallPayload>();
                foreach (var entry in Events.Where(entry => entry.Kind == EventKinds.ToolCall))
                {
                    var next = entry.Payload.Deserialize(ProtocolJson.Default.ToolCallPayload)!;
                    calls[entry.ItemId!] = calls.TryGetValue(entry.ItemId!, out var call) ? Merge(call, next) : next;
                }

                return [.. calls.Select(pair => (pair.Key, pair.Value))];
            }
        }
    }

    public IReadOnlyList<T> Payloads<T>(string kind, JsonTypeInfo<T> type)
    {
        lock (_gate)
        {
            return [.. Events.Where(entry => entry.Kind == kind).Select(entry => entry.Payload.Deserialize(type)!)];
        }
    }

    /// <summary>Waits until what was published meets a condition.</summary>
    public async Task WaitAsync(Func<RecordingSink, bool> isMet, CancellationToken cancellationToken)
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((isMet, signal));
        }

        Check();
        await signal.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
    }

    public ValueTask PublishAsync(string kind, string? itemId, JsonElement payload, CancellationToken cancellationToken) =>
        Alone(() => Events.Add(new(kind, itemId, payload)));

    public ValueTask StreamTextAsync(
        string kind, string itemId, string text, string? parentItemId, CancellationToken cancellationToken) =>
        Alone(() => ItemOf(kind, itemId, parentItemId).Append(text));

    public ValueTask ReplaceTextAsync(
        string kind, string itemId, string text, string? parentItemId, bool done, CancellationToken cancellationToken) =>
        Alone(() => ItemOf(kind, itemId, parentItemId).Replace(text, done));

    public ValueTask RequestApprovalAsync(AgentApproval approval, CancellationToken cancellationToken) => Alone(() =>
    {
        Approvals.Add(approval);
        if (OnApproval is { } answer)
        {
            Answers.Add(Task.Run(() => answer(approval), CancellationToken.None));
        }
    });

    public ValueTask CancelApprovalAsync(string approvalId, CancellationToken cancellationToken) =>
        Alone(() => Cancelled.Add(approvalId));

    private static ToolCallPayload Merge(ToolCallPayload old, ToolCallPayload next) => new()
    {
        Title = next.Title ?? old.Title,
        Kind = next.Kind ?? old.Kind,
        Status = next.Status ?? old.Status,
        ToolName = next.ToolName ?? old.ToolName,
        Input = next.Input ?? old.Input,
        Content = next.Content ?? old.Content,
        Locations = next.Locations ?? old.Locations,
        ParentItemId = next.ParentItemId ?? old.ParentItemId,
        ExitCode = next.ExitCode ?? old.ExitCode,
    };

    private ValueTask Alone(Action act)
    {
        Assert.Equal(1, Interlocked.Increment(ref _calls));
        lock (_gate)
        {
            act();
        }

        Interlocked.Decrement(ref _calls);
        Check();
        return ValueTask.CompletedTask;
    }

    private void Check()
    {
        lock (_gate)
        {
            foreach (var waiting in _waiting.Where(waiting => waiting.IsMet(this)).ToArray())
            {
                waiting.Signal.TrySetResult();
                _waiting.Remove(waiting);
            }
        }
    }

    private IReadOnlyList<string> Of(string kind)
    {
        lock (_gate)
        {
            return [.. ItemOrder.Select(id => Texts[id]).Where(item => item.Kind == kind).Select(item => item.Text)];
        }
    }

    private TextItem ItemOf(string kind, string id, string? parent)
    {
        if (!Texts.TryGetValue(id, out var item))
        {
            Texts[id] = item = new(kind, parent);
            ItemOrder.Add(id);
        }

        Assert.Equal(kind, item.Kind);
        return item;
    }

    internal sealed record Entry(string Kind, string? ItemId, JsonElement Payload);

    internal sealed class TextItem(string kind, string? parent)
    {
        public string Kind { get; } = kind;
        public string? Parent { get; } = parent;
        private readonly System.Text.StringBuilder _text = new();

        public string Text => _text.ToString();
        public int Length => _text.Length;
        public int Deltas { get; private set; }
        public int Resets { get; private set; }
        public bool IsDone { get; private set; }

        public void Append(string text)
        {
            _text.Append(text);
            Deltas++;
        }

        public void Replace(string text, bool done)
        {
            Resets += text.Length == 0 ? 1 : 0;
            _text.Clear().Append(text);
            IsDone = done;
        }
    }
}
