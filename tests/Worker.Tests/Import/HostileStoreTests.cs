using System.Text;
using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Tests.Import;

/// <summary>Stores with anything in them.</summary>
public sealed class HostileStoreTests : IAsyncDisposable
{
    private const string Claude = "claude_code";
    private readonly PastHome _home = new();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public void Folders_that_are_not_there_are_empty()
    {
        var found = _home.Find();

        Assert.Equal((0, 0, false), (found.Files.Count, found.Problems.Count, found.HasMore));
    }

    [Fact]
    public async Task Garbage_half_a_line_and_missing_fields_do_no_harm()
    {
        var path = _home.WriteClaude("a",
            "no json\n\n[1,2]\n\"text\"\n{}\n{\"type\":7,\"message\":[]}\n{\"type\":\"user\"}\n{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"tool_use\"},7,null]}}\n" +
            "{\"type\":\"brand-new\",\"secret\":1}\n" + PastHome.Said("user", "hello") + PastHome.Answered("hi \ud83d\ude00") + new string('[', 5000) + "\n" + "{\"type\":\"user\",\"mess");

        var digest = _home.Digest(Claude, path);
        var events = (await _home.EventsAsync(Claude, path)).Items;

        Assert.Equal((2, "hello"), (digest.Messages, digest.FirstPrompt));
        Assert.Contains(events, told => told.Kind == EventKinds.Raw && told.Payload.GetProperty("text").GetString() == "no json");
        Assert.Contains(events, told => told.Kind == EventKinds.Raw && told.Payload.GetProperty("source").GetString() == "brand-new");
        Assert.Equal("hi \ud83d\ude00", events.Last(told => told.Kind == EventKinds.AgentMessage).Payload.GetProperty("text").GetString());

        File.AppendAllText(path, "age\":{\"content\":\"the rest\"}}\n");
        Assert.Equal("the rest", _home.Digest(Claude, path, digest.ReadTo).FirstPrompt);
    }

    [Fact]
    public async Task Any_bytes_at_all_are_read_to_their_end()
    {
        var random = new Random(20261120);
        for (var round = 0; round < 60; round++)
        {
            var text = new StringBuilder();
            var lines = random.Next(1, 40);
            for (var line = 0; line < lines; line++)
            {
                text.Append(random.Next(6) switch
                {
                    0 => PastHome.Said("user", new string('x', random.Next(300))),
                    1 => PastHome.Answered("a\u0000b\"\\ud800"),
                    2 => "{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":[{}]}]}}\n",
                    3 => "\n",
                    4 => Encoding.Latin1.GetString(RandomBytes(random)) + "\n",
                    _ => PastHome.Said("user", "cut")[..random.Next(1, 60)] + "\n",
                });
            }

            var path = _home.WriteClaude($"r{round}", text.ToString());
            var digest = _home.Digest(Claude, path);
            var whole = (await _home.EventsAsync(Claude, path, after: 0, limit: 1000)).Items;

            Assert.True(digest.ReadTo <= new FileInfo(path).Length);
            Assert.Equal(whole.Select(told => told.Sequence), (await _home.AllAsync(Claude, path, 1 + random.Next(9), backwards: true)).Select(told => told.Sequence));
            Assert.Equal(whole.Select(told => told.ItemId), (await _home.AllAsync(Claude, path, 1 + random.Next(9), backwards: false)).Select(told => told.ItemId));
            JsonSerializer.Serialize(new ReadPastEventsResponse { Items = whole, HasMore = false, Sequence = 1 }, ProtocolJson.Default.ReadPastEventsResponse);
        }
    }

    [Fact]
    public async Task A_line_of_any_length_is_passed_over_in_bounded_memory()
    {
        var path = _home.WriteClaude("long", PastHome.Said("user", "before"));
        await using (var file = new FileStream(path, FileMode.Append))
        {
            var piece = Encoding.ASCII.GetBytes(new string('y', 1024 * 1024));
            for (var pieces = 0; pieces < 50; pieces++)
            {
                file.Write(piece);
            }

            file.Write(Encoding.UTF8.GetBytes("\n" + PastHome.Said("user", "after")));
        }

        var events = (await _home.EventsAsync(Claude, path)).Items;
        var all = await _home.AllAsync(Claude, path, 1, backwards: true);

        Assert.Contains(all, told => told.Kind == EventKinds.Raw && told.Payload.GetProperty("totalBytes").GetInt64() > 50 * 1024 * 1024 && told.Payload.GetProperty("text").GetString()!.Length == 16 * 1024);
        Assert.Equal(["before", "after"], all.Where(told => told.Kind == EventKinds.UserMessage).Select(told => told.Payload.GetProperty("text").GetString()));
        Assert.Equal("after", events[^1].Payload.GetProperty("text").GetString());
        Assert.Equal(2, _home.DigestAll(Claude, path).Sum(part => part.Messages));
    }

    [Fact]
    public async Task What_a_tool_gave_back_is_cut_where_it_is_long()
    {
        var path = _home.WriteClaude("big", $$$"""{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"{{{new string('z', 3_000_000)}}}"}]}}""" + "\n");

        var told = Assert.Single((await _home.EventsAsync(Claude, path)).Items);

        Assert.True(told.Payload.GetRawText().Length < 64 * 1024);
        Assert.Equal(3_000_000, told.Payload.GetProperty("content")[0].GetProperty("totalBytes").GetInt64());
    }

    [Fact]
    public void Links_are_not_followed_and_nothing_outside_is_read()
    {
        var outside = Path.Combine(Path.GetDirectoryName(_home.Home)!, "secret.jsonl");
        File.WriteAllText(outside, PastHome.Said("user", "secret"));
        var inside = _home.WriteClaude("real", PastHome.Said("user", "hello"));
        var folder = Path.GetDirectoryName(inside)!;
        File.CreateSymbolicLink(Path.Combine(folder, "link.jsonl"), outside);
        Directory.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(folder)!, "linked"), folder);
        Directory.CreateDirectory(Path.Combine(folder, "folder.jsonl"));
        File.WriteAllText(Path.Combine(folder, "agent-1.jsonl"), PastHome.Said("user", "part"));

        Assert.Equal([inside], _home.Find().Files.Select(file => file.Path));
        foreach (var path in (string[])[
            Path.Combine(folder, "link.jsonl"), outside, Path.Combine(folder, "..", "-p", "..", "..", "..", "..", "secret.jsonl"), Path.Combine(folder, "folder.jsonl"),
            "/etc/passwd", "relative.jsonl", Path.Combine(folder, "agent-1.jsonl"), ""])
        {
            Assert.Equal(ErrorCodes.PathNotAllowed, Assert.Throws<WorkerRefusedException>(() => _home.Digest(Claude, path)).Code);
        }

        Assert.Equal(ErrorCodes.NotFound, Assert.Throws<WorkerRefusedException>(() => _home.Digest(Claude, Path.Combine(folder, "gone.jsonl"))).Code);
        Assert.Equal(ErrorCodes.NotFound, Assert.Throws<WorkerRefusedException>(() => _home.Digest("gemini", inside)).Code);
    }

    [Fact]
    public void A_file_that_became_another_one_is_read_anew()
    {
        var path = _home.WriteClaude("b", PastHome.Said("user", "first") + PastHome.Said("user", "second"));
        var before = _home.Digest(Claude, path);

        File.WriteAllText(path, PastHome.Said("user", "new"));
        var after = _home.Digest(Claude, path, before.ReadTo);

        Assert.Equal((true, 1, "new"), (after.Restarted, after.Messages, after.FirstPrompt));
    }

    [Fact]
    public void What_is_no_database_is_told_and_hides_nothing_else()
    {
        _home.WriteClaude("c", PastHome.Said("user", "hello"));
        Directory.CreateDirectory(_home.At(".local", "share", "opencode"));
        File.WriteAllText(_home.At(".local", "share", "opencode", "opencode.db"), "no database at all, but long enough to look like one to somebody who does not read it");

        var found = _home.Find();

        Assert.Single(found.Files);
        Assert.EndsWith("opencode.db", Assert.Single(found.Problems).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_of_files_are_whole()
    {
        foreach (var number in Enumerable.Range(0, 25))
        {
            _home.WriteClaude($"s{number:00}", PastHome.Said("user", "hello"));
        }

        var first = _home.Find(limit: 10);
        var second = _home.Find(first.Files[^1].Path, 10);
        var third = _home.Find(second.Files[^1].Path, 10);

        Assert.Equal((true, true, false), (first.HasMore, second.HasMore, third.HasMore));
        Assert.Equal(25, first.Files.Concat(second.Files).Concat(third.Files).Select(file => file.Path).Distinct().Count());
    }

    [Fact]
    public async Task The_agents_own_variables_say_where_they_keep_things()
    {
        await using var home = new PastHome(new Dictionary<string, string>
        {
            ["CLAUDE_CONFIG_DIR"] = _home.At(".claude"),
            ["CODEX_HOME"] = "relative",
            ["XDG_DATA_HOME"] = _home.At("data"),
        });
        var path = _home.WriteClaude("d", PastHome.Said("user", "hello"));

        Assert.Equal([path], home.Find().Files.Select(file => file.Path));
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }
}
