using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Testing;
using Homeport.Testing.Files;
using Homeport.Worker.Journal;
using Homeport.Worker.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Homeport.Worker.Tests.Runs;

public sealed class SessionSinkTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly RecordingHost _host = new();
    private readonly TempFolder _folder = new();
    private Journals _journals = null!;
    private SessionJournal _journal = null!;
    private SessionSink _sink = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _journals = new Journals(_folder.Path, _host, new JournalOptions(), _time, NullLogger<Journals>.Instance);
        _journal = _journals.Begin("task", "session");
        await _journal.BeginTurnAsync("turn", 7, Cancellation);
        _sink = new SessionSink("task", "session", "/worktree", _journal, _host, _time);
        _sink.BeginTurn("turn");
    }

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        _host.Open();
        await _journals.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Text_is_streamed_at_once_and_written_down_in_pieces_with_offsets()
    {
        foreach (var word in (string[])["one ", "two ", "three"])
        {
            await SayAsync("m1", word);
        }

        await FlushAsync();
        await SayAsync("m1", " four");
        await FlushAsync();

        Assert.Equal([0, 4, 8, 13], _host.Deltas.Select(delta => delta.Offset));
        Assert.Equal([("one two three", 0), (" four", 13)], _host.Entries.Select(Piece));
    }

    [Fact]
    public async Task A_value_that_a_person_entered_is_neither_streamed_nor_written_however_it_comes()
    {
        const string Secret = "hunter2 & more";
        _sink.Secrets = new SecretWords([$"Bearer {Secret}", "short", "with \"quotes\" in it"]);
        foreach (var piece in (string[])["The key is Bearer hunt", "er2 ", "& mo"])
        {
            await SayAsync("m1", piece);
        }

        await WaitAsync(() => !_host.Entries.IsEmpty, () => _time.Advance(TimeSpan.FromMilliseconds(300))); // a pause in its middle tells nothing of it
        await SayAsync("m1", "re, a short word and hunte");
        await _sink.PublishAsync(
            EventKinds.ToolCall, "t1",
            JsonDocument.Parse("""{"title": "echo with \"quotes\" in it", "input": "QmVhcmVyIGh1bnRlcjIgJiBtb3Jl Bearer%20hunter2%20%26%20more"}""").RootElement, Cancellation);
        await FlushAsync();

        var said = string.Concat(_host.Entries.Where(entry => entry.Kind == EventKinds.AgentMessage).Select(entry => Piece(entry).Item1));
        Assert.Equal("The key is •••, a short word and hunte", said);
        Assert.StartsWith(string.Concat(_host.Deltas.Select(delta => delta.Text)), said, StringComparison.Ordinal);
        var call = _host.Entries.Single(entry => entry.Kind == EventKinds.ToolCall).Payload;
        Assert.Equal(("echo •••", "••• •••"), (call.GetProperty("title").GetString(), call.GetProperty("input").GetString()));
    }

    [Fact]
    public async Task Another_thing_closes_the_piece_first_so_that_the_order_holds()
    {
        await SayAsync("m1", "before");
        await _sink.PublishAsync(EventKinds.ToolCall, "t1", JsonDocument.Parse("""{"title": "ls"}""").RootElement, Cancellation);
        await SayAsync("m2", "after");
        await FlushAsync();

        Assert.Equal(["m1", "t1", "m2"], _host.Entries.Select(entry => entry.ItemId));
        Assert.Equal([1L, 2L, 3L], _host.Entries.Select(entry => entry.Number));
    }

    [Fact]
    public async Task A_long_text_is_written_down_every_4_KiB()
    {
        for (var part = 0; part < 10; part++)
        {
            await SayAsync("m1", new string('x', 1024));
        }

        await FlushAsync();

        Assert.Equal([4096, 4096, 2048], _host.Entries.Select(entry => Piece(entry).Text.Length));
    }

    [Fact]
    public async Task A_piece_is_not_kept_longer_than_a_quarter_of_a_second()
    {
        await SayAsync("m1", "slow");
        await _time.WaitForTimerAsync(Cancellation);

        await WaitAsync(() => !_host.Entries.IsEmpty, () => _time.Advance(TimeSpan.FromMilliseconds(250)));

        Assert.Equal("slow", Piece(_host.Entries.First()).Text);
    }

    [Fact]
    public async Task A_whole_text_takes_the_place_of_the_pieces_and_sets_the_offset()
    {
        await SayAsync("m1", "wrong beginning");
        await _sink.ReplaceTextAsync(EventKinds.AgentMessage, "m1", "", null, done: false, Cancellation);
        await SayAsync("m1", "right");
        await FlushAsync();

        var texts = _host.Entries.Select(entry => entry.Payload.Deserialize(ProtocolJson.Default.TextPayload)!).ToArray();
        Assert.Equal(("", "right", 0), (texts[0].Text, texts[1].Append, texts[1].Offset));
    }

    [Fact]
    public async Task Silence_of_five_minutes_is_told_once()
    {
        await _time.WaitForTimerAsync(Cancellation);

        await WaitAsync(() => _host.Entries.Count == 1, () => _time.Advance(TimeSpan.FromMinutes(1)));
        _time.Advance(TimeSpan.FromMinutes(20));
        await FlushAsync();

        Assert.Equal("quiet", _host.Entries.Single().Payload.GetProperty("code").GetString());
    }

    private static (string Text, int Offset) Piece(Protocol.Link.JournalEntry entry)
    {
        var payload = entry.Payload.Deserialize(ProtocolJson.Default.TextPayload)!;
        return (payload.Append!, payload.Offset!.Value);
    }

    /// <summary>The host has it all.</summary>
    private async Task FlushAsync()
    {
        await _sink.WriteOutAsync();
        await _journal.WhenSettledAsync(Cancellation);
    }

    private ValueTask SayAsync(string item, string text) => _sink.StreamTextAsync(EventKinds.AgentMessage, item, text, null, Cancellation);

    /// <summary>The sink's own loop runs beside the test: give it the clock until it has done its part.</summary>
    private static async Task WaitAsync(Func<bool> isDone, Action tick)
    {
        using var bound = new CancellationTokenSource();
        using var timer = new Timer(_ => bound.Cancel(), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
        while (!isDone())
        {
            bound.Token.ThrowIfCancellationRequested();
            tick();
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Cancellation); // on a busy machine it would hear of hours else
        }
    }
}
