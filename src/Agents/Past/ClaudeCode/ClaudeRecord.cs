using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Agents;

namespace Homeport.Agents.Past.ClaudeCode;

/// <summary>
/// Claude Code 2.1: <c>~/.claude/projects/&lt;folder, with - for what is no letter or digit&gt;/&lt;id&gt;.jsonl</c>. What
/// sub-agents did lies in files of their own, which begin with <c>agent-</c>.
/// </summary>
internal sealed class ClaudeRecord : IPastRecord
{
    private const string Ending = ".jsonl";

    public string Kind => AgentKinds.ClaudeCode;
    public int Depth => 1;

    public string? FolderIn(IReadOnlyDictionary<string, string> environment) =>
        PastFolder.Of(environment, "CLAUDE_CONFIG_DIR", ".claude") is { } folder ? Path.Combine(folder, "projects") : null;

    public bool IsSession(string name) =>
        name.EndsWith(Ending, StringComparison.Ordinal) && !name.StartsWith("agent-", StringComparison.Ordinal) && name.Length > Ending.Length;

    /// <summary>The file's name is what <c>--resume</c> looks for; the lines of a copied session may name another one.</summary>
    public string NativeIdOf(string name) => name[..^Ending.Length];

    public DateTimeOffset? TimeOf(JsonElement entry) => entry.Time("timestamp");

    public void Gather(JsonElement entry, PastFacts facts)
    {
        if (entry.Flag("isSidechain"))
        {
            return; // a sub-agent of an older version
        }

        facts.WorkIn(entry.Text("cwd"));
        facts.OnBranch(entry.Text("gitBranch"));
        facts.By(null, entry.Text("version"));
        switch (entry.Text("type"))
        {
            case "user" when !entry.Flag("isMeta") && !entry.Flag("isCompactSummary"):
                facts.At(TimeOf(entry));
                if (ClaudeWords.Asked(entry) is { Length: > 0 } asked)
                {
                    facts.Ask(asked);
                }

                break;
            case "assistant":
                facts.At(TimeOf(entry));
                facts.By(ClaudeWords.ModelOf(entry), null);
                foreach (var block in entry.Member("message").Items("content"))
                {
                    facts.Say(block.Text("type") == "text" ? block.Text("text") ?? "" : "");
                }

                break;
            case "ai-title":
                facts.Call(entry.Text("aiTitle"));
                break;
            case "custom-title":
                facts.Call(entry.Text("customTitle"));
                break;
        }
    }

    public IPastTeller Teller(string folder, IAgentSink sink, Func<string?, string> ids) => new ClaudeTeller(folder, sink, ids);
}
