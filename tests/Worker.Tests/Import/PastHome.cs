using System.Text.Json.Nodes;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Testing.Files;
using Homeport.Worker.Import;

namespace Homeport.Worker.Tests.Import;

/// <summary>A home folder with what agents keep there, and a worker's eyes on it.</summary>
internal sealed class PastHome : IAsyncDisposable
{
    /// <summary>The recorded sessions' folder.</summary>
    public const string Folder = "/home/ada/src/work";

    public const string ClaudeId = "19796e81-2b49-4e0c-b3a1-1f8fd6a2822f";
    public const string CodexId = "01a1f97e-cb9c-7e93-b8bc-59fac69d174e";
    public const string OpencodeId = "ses_e0680f375ffeA4qPcvubvLnwvQ";

    private readonly TempFolder _folder = new();

    public PastHome(IReadOnlyDictionary<string, string>? variables = null)
    {
        var environment = new Dictionary<string, string>(variables ?? new Dictionary<string, string>()) { ["HOME"] = Home };
        Stores = new PastStores(new WorkerOptions { Root = _folder.Folder("root"), Environment = environment, Program = ["homeport"], Version = "1" }, TimeProvider.System);
    }

    public string Home => _folder.Folder("home");
    public PastStores Stores { get; }

    public string At(params IEnumerable<string> parts) => _folder.At(["home", .. parts]);

    /// <summary>Puts the recorded sessions of all three agents there.</summary>
    public PastHome WithRecorded()
    {
        Copy("claude.jsonl", ".claude", "projects", "-home-ada-src-work", $"{ClaudeId}.jsonl");
        Copy("codex.jsonl", ".codex", "sessions", "2026", "11", "20", $"rollout-2026-11-20T15-06-38-{CodexId}.jsonl");
        Copy("opencode.db", ".local", "share", "opencode", "opencode.db");
        Copy("opencode.db-wal", ".local", "share", "opencode", "opencode.db-wal");
        return this;
    }

    /// <summary>A session of Claude Code with these lines.</summary>
    public string WriteClaude(string id, string text)
    {
        var path = At(".claude", "projects", "-p", $"{id}.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public static string Said(string role, string text, string more = "") =>
        $$"""{"type":"{{role}}","message":{"role":"{{role}}","content":{{Quoted(text)}}},"timestamp":"2026-11-20T15:06:37.913Z","cwd":"/p"{{more}}}""" + "\n";

    public static string Answered(string text) =>
        $$"""{"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":{{Quoted(text)}}}]},"timestamp":"2026-11-20T15:06:38.000Z"}""" + "\n";

    private static string Quoted(string text) => JsonValue.Create(text)!.ToJsonString();

    public FindPastSessionsResponse Find(string? after = null, int limit = 1000) =>
        Stores.Find(new FindPastSessionsRequest { After = after, Limit = limit }, TestContext.Current.CancellationToken);

    public PastSessionDigest Digest(string kind, string path, long from = 0) => new DigestPastSession(Stores).Run(
        new ReadPastSessionRequest { AgentType = kind, Path = path, From = from }, TestContext.Current.CancellationToken);

    /// <summary>Part by part to the end.</summary>
    public IEnumerable<PastSessionDigest> DigestAll(string kind, string path)
    {
        for (long from = 0; ;)
        {
            var part = Digest(kind, path, from);
            yield return part;
            if (!part.HasMore)
            {
                yield break;
            }

            from = part.ReadTo;
        }
    }

    public Task<ReadPastEventsResponse> EventsAsync(string kind, string path, long? before = null, long? after = null, int limit = 500) => new ReadPastEvents(Stores).RunAsync(
        new ReadPastEventsRequest { AgentType = kind, Path = path, Before = before, After = after, Limit = limit }, TestContext.Current.CancellationToken);

    /// <summary>All events, page by page, from the end to the beginning or the other way round.</summary>
    public async Task<IReadOnlyList<EventView>> AllAsync(string kind, string path, int limit, bool backwards)
    {
        var events = new List<EventView>();
        long? before = null;
        long after = 0;
        for (var pages = 0; pages < 10_000; pages++)
        {
            var page = backwards ? await EventsAsync(kind, path, before: before, limit: limit) : await EventsAsync(kind, path, after: after, limit: limit);
            events.InsertRange(backwards ? 0 : events.Count, page.Items);
            if (!page.HasMore)
            {
                return events;
            }

            (before, after) = (page.Sequence, page.Sequence);
        }

        throw new InvalidOperationException("The pages never end.");
    }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        _folder.Dispose();
    }

    private void Copy(string name, params IEnumerable<string> target)
    {
        var path = At(target);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(SourceTree.At("tests", "Worker.Tests", "Import", "Recorded", name), path);
    }
}
