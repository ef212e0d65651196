using System.Text.Json;
using Homeport.Protocol.Events;

namespace Homeport.Worker.Tests.Import;

/// <summary>What real agents wrote down is found, understood and told.</summary>
public sealed class RecordedSessionTests : IAsyncDisposable
{
    private readonly PastHome _home = new PastHome().WithRecorded();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public void The_sessions_of_all_three_agents_are_found()
    {
        var found = _home.Find();

        Assert.Empty(found.Problems);
        Assert.Equal(["claude_code", "codex", "opencode"], found.Files.Select(file => file.AgentType).Order());
        Assert.Equal(_home.At(".local", "share", "opencode", $"opencode.db#{PastHome.OpencodeId}"), found.Files.Single(file => file.AgentType == "opencode").Path);
    }

    [Theory]
    [InlineData("claude_code", PastHome.ClaudeId, "The blue heron word.", "2.1.328", "claude-fake", null)]
    [InlineData("codex", PastHome.CodexId, "The red kite word.", "0.169.0", "gpt-5.5", null)]
    [InlineData("opencode", PastHome.OpencodeId, "\"The green finch word.", "1.18.33", "fake-model", "Fake title")]
    public void A_session_tells_what_it_is_about(string kind, string id, string prompt, string version, string model, string? title)
    {
        var digest = Digest(kind);

        Assert.Equal((id, PastHome.Folder, version, model, title), (digest.NativeSessionId, digest.Folder, digest.AgentVersion, digest.Model, digest.Title));
        Assert.StartsWith(prompt, digest.FirstPrompt, StringComparison.Ordinal);
        Assert.Contains("Done. The tool said", digest.Words, StringComparison.Ordinal);
        Assert.True(digest.Messages >= 5, $"{digest.Messages} messages");
        Assert.True(digest.StartedAt < digest.LastAt);
        Assert.Equal((false, false, null), (digest.HasMore, digest.Restarted, digest.IsPart));
    }

    [Theory]
    [InlineData("claude_code", "Write hello.txt", ToolKind.Edit)]
    [InlineData("codex", "echo hi > hi.txt", ToolKind.Execute)]
    [InlineData("opencode", "Write finch.txt", ToolKind.Edit)]
    public async Task A_session_is_told_with_the_events_of_a_task(string kind, string title, ToolKind tool)
    {
        var page = await _home.EventsAsync(kind, PathOf(kind));

        Assert.DoesNotContain(page.Items, told => told.Kind == EventKinds.Raw);
        Assert.Equal(EventKinds.UserMessage, page.Items[0].Kind);
        var call = page.Items.First(told => told.Kind == EventKinds.ToolCall);
        Assert.Equal((title, tool), (call.Payload.GetProperty("title").GetString(), call.Payload.GetProperty("kind").Deserialize(Protocol.ProtocolJson.Default.ToolKind)));
        Assert.Equal("completed", page.Items.Last(told => told.ItemId == call.ItemId).Payload.GetProperty("status").GetString());
        Assert.StartsWith("Done. The tool said", page.Items.Where(told => told.Kind == EventKinds.AgentMessage).ElementAt(1).Payload.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(page.Items.Zip(page.Items.Skip(1)).All(pair => pair.First.Sequence < pair.Second.Sequence && pair.First.At <= pair.Second.At));
        Assert.False(page.HasMore);
    }

    [Theory]
    [InlineData("claude_code")]
    [InlineData("codex")]
    [InlineData("opencode")]
    public async Task Pages_in_both_directions_tell_the_same_as_one(string kind)
    {
        var whole = (await _home.EventsAsync(kind, PathOf(kind))).Items.Select(Told).ToArray();

        foreach (var limit in (int[])[1, 2, 3, 7])
        {
            Assert.Equal(whole, (await _home.AllAsync(kind, PathOf(kind), limit, backwards: true)).Select(Told));
            Assert.Equal(whole, (await _home.AllAsync(kind, PathOf(kind), limit, backwards: false)).Select(Told));
        }

        static (long, string, string?) Told(EventView told) => (told.Sequence, told.Kind, told.ItemId);
    }

    [Theory]
    [InlineData("claude_code")]
    [InlineData("codex")]
    public void Reading_on_where_it_ended_tells_only_what_is_new(string kind)
    {
        var first = Digest(kind);

        File.AppendAllText(PathOf(kind), kind == "codex"
            ? """{"timestamp":"2026-11-21T00:00:00Z","type":"event_msg","payload":{"type":"user_message","message":"one more thing"}}""" + "\n"
            : PastHome.Said("user", "one more thing"));
        var more = _home.Digest(kind, PathOf(kind), first.ReadTo);

        Assert.Equal((1, "one more thing", false), (more.Messages, more.FirstPrompt, more.Restarted));
        Assert.Equal(0, _home.Digest(kind, PathOf(kind), more.ReadTo).Messages);
    }

    private Protocol.Link.PastSessionDigest Digest(string kind) => _home.Digest(kind, PathOf(kind));

    private string PathOf(string kind) => _home.Find().Files.Single(file => file.AgentType == kind).Path;
}
