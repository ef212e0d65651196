using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Agents;

namespace Homeport.Agents.Past.Codex;

/// <summary>Codex 0.169: <c>~/.codex/sessions/YYYY/MM/DD/rollout-&lt;time&gt;-&lt;id&gt;.jsonl</c>.</summary>
internal sealed class CodexRecord : IPastRecord
{
    private const string Beginning = "rollout-";
    private const string Ending = ".jsonl";
    private const int IdLength = 36;

    public string Kind => AgentKinds.Codex;
    public int Depth => 3;

    public string? FolderIn(IReadOnlyDictionary<string, string> environment) =>
        PastFolder.Of(environment, "CODEX_HOME", ".codex") is { } folder ? Path.Combine(folder, "sessions") : null;

    public bool IsSession(string name) =>
        name.StartsWith(Beginning, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal) &&
        name.Length > Beginning.Length + IdLength + Ending.Length;

    public string NativeIdOf(string name) => name[^(IdLength + Ending.Length)..^Ending.Length];

    public DateTimeOffset? TimeOf(JsonElement entry) => entry.Time("timestamp");

    public void Gather(JsonElement entry, PastFacts facts)
    {
        var payload = entry.Member("payload");
        switch (entry.Text("type"))
        {
            case "session_meta":
                facts.NativeSessionId ??= payload.Text("id");
                facts.WorkIn(payload.Text("cwd"));
                facts.OnBranch(payload.Member("git").Text("branch"));
                facts.By(null, payload.Text("cli_version"));
                facts.IsPart |= payload.Text("thread_source") == "subagent" || payload.Member("source").Member("subagent") is not null;
                break;
            case "turn_context":
                facts.WorkIn(payload.Text("cwd"));
                facts.By(payload.Text("model"), null);
                break;
            case "event_msg" when CodexWords.Asked(payload) is { } asked:
                facts.At(TimeOf(entry));
                facts.Ask(asked);
                break;
            case "event_msg" when payload.Text("type") is "thread_name_updated":
                facts.Call(payload.Text("thread_name"));
                break;
            case "response_item" when payload.Text("type") == "message" && payload.Text("role") == "assistant":
                facts.At(TimeOf(entry));
                facts.Say(CodexWords.Of(payload));
                break;
            case "response_item":
                facts.At(TimeOf(entry));
                break;
        }
    }

    public IPastTeller Teller(string folder, IAgentSink sink, Func<string?, string> ids) => new CodexTeller(folder, sink, ids);
}
