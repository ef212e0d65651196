using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Agents;

namespace Homeport.Agents.Past.Opencode;

/// <summary>
/// opencode 1.18: <c>~/.local/share/opencode/opencode.db</c>, a SQLite database. An entry is <c>{"session":…}</c> first, then
/// for each message <c>{"at":…,"message":…}</c> and behind it <c>{"at":…,"message":…,"part":…,"id":…}</c> for each of its
/// parts, with the JSON that opencode stores of them.
/// </summary>
internal sealed class OpencodeRecord : IPastRecord
{
    public string Kind => AgentKinds.Opencode;
    public int Depth => 0;

    public string? FolderIn(IReadOnlyDictionary<string, string> environment) =>
        PastFolder.Of(environment, "XDG_DATA_HOME", ".local", "share") is { } folder ? Path.Combine(folder, "opencode") : null;

    public bool IsSession(string name) => name.StartsWith("ses_", StringComparison.Ordinal);

    public string NativeIdOf(string name) => name;

    public DateTimeOffset? TimeOf(JsonElement entry) =>
        entry.Whole("at") is { } at and > 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    public void Gather(JsonElement entry, PastFacts facts)
    {
        if (entry.Member("session") is { } session)
        {
            facts.Call(session.Text("title"));
            facts.WorkIn(session.Text("directory"));
            facts.By(null, session.Text("version"));
            return;
        }

        facts.At(TimeOf(entry));
        var message = entry.Member("message");
        facts.By(message.Text("modelID"), null);
        if (entry.Member("part") is not { } part || part.Text("type") != "text" || part.Flag("synthetic"))
        {
            return;
        }

        if (message.Text("role") == "user")
        {
            facts.Ask(part.Text("text") ?? "");
        }
        else
        {
            facts.Say(part.Text("text") ?? "");
        }
    }

    public IPastTeller Teller(string folder, IAgentSink sink, Func<string?, string> ids) => new OpencodeTeller(folder, sink, ids);
}
