using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Testing;
using Homeport.Worker.Runs;

namespace Homeport.Worker.Tests.Runs;

public sealed class SessionSinkTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly RecordingHost _host = new();
    private SessionJournal _journal = null!;
    private SessionSink _sink = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _journal = new SessionJournal("task", "session", _host, _time);
        _sink = new SessionSink("task", "session", _journal, _host, _time);
        _journal.BeginTurn(7);
        _sink.BeginTurn("turn");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await _journal.DisposeAsync();
    }

    [Fact]
    public async Task Text_is_streamed_at_once_and_written_down_in_pieces_with_offsets()
    {
        foreach (var word in (string[])["one ", "two ", "three"])
        {
            await SayAsync("m1", word);
        }

        await _sink.FlushAsync(Cancellation);
        await SayAsync("m1", " four");
        await _sink.FlushAsync(Cancellation);

        Assert.Equal([0, 4, 8, 13], _host.Deltas.Select(delta => delta.Offset));
        Assert.Equal([("one two three", 0), (" four", 13)], _host.Entries.Select(Piece));
    }

    [Fact]
    public async Task Another_thing_closes_the_piece_first_so_that_the_order_holds()
    {
        await SayAsync("m1", "before");
        await _sink.PublishAsync(EventKinds.ToolCall, "t1", JsonDocument.Parse("""{"title": "ls"}""").RootElement, Cancellation);
        await SayAsync("m2", "after");
        await _sink.FlushAsync(Cancellation);

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

        await _sink.FlushAsync(Cancellation);

        Assert.Equal([4096, 4096, 2048], _host.Entries.Select(entry => Piece(entry).Text.Length));
    }

    [Fact]
    public async Task A_piece_is_not_kept_longer_than_a_quarter_of_a_second()
    {
        await SayAsync("m1", "slow");
        await _time.WaitForTimerAsync(Cancellation);

        await WaitAsync(() => _host.Entries.Count == 1, () => _time.Advance(TimeSpan.FromMilliseconds(250)));

        Assert.Equal("slow", Piece(_host.Entries.Single()).Text);
    }

    [Fact]
    public async Task A_whole_text_takes_the_place_of_the_pieces_and_sets_the_offset()
    {
        await SayAsync("m1", "wrong beginning");
        await _sink.ReplaceTextAsync(EventKinds.AgentMessage, "m1", "", null, done: false, Cancellation);
        await SayAsync("m1", "right");
        await _sink.FlushAsync(Cancellation);

        var texts = _host.Entries.Select(entry => entry.Payload.Deserialize(ProtocolJson.Default.TextPayload)!).ToArray();
        Assert.Equal(("", "right", 0), (texts[0].Text, texts[1].Append, texts[1].Offset));
    }

    [Fact]
    public async Task Silence_of_five_minutes_is_told_once()
    {
        await _time.WaitForTimerAsync(Cancellation);

        await WaitAsync(() => _host.Entries.Count == 1, () => _time.Advance(TimeSpan.FromMinutes(1)));
        _time.Advance(TimeSpan.FromMinutes(20));
        await _sink.FlushAsync(Cancellation);

        Assert.Equal("quiet", _host.Entries.Single().Payload.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_slow_host_slows_the_agent_down_and_loses_nothing()
    {
        _host.Close();
        var speaking = SpeakAsync(5_000);

        Assert.False(speaking.IsCompleted); // two thousand entries wait, no more
        _host.Open();
        await speaking.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        await _sink.FlushAsync(Cancellation);

        Assert.Equal(Enumerable.Range(1, 5_000).Select(number => (long)number), _host.Entries.Select(entry => entry.Number));
        Assert.All(_host.Batches, batch => Assert.Equal(7, batch.LeaseToken));
    }

    [Fact]
    public async Task A_host_that_is_gone_breaks_the_journal()
    {
        _host.IsGone = true;
        await SayAsync("m1", "lost");

        await Assert.ThrowsAnyAsync<Exception>(() => _sink.FlushAsync(Cancellation));

        await WaitAsync(() => _journal.IsBroken, () => { });
    }

    private static (string Text, int Offset) Piece(Protocol.Link.JournalEntry entry)
    {
        var payload = entry.Payload.Deserialize(ProtocolJson.Default.TextPayload)!;
        return (payload.Append!, payload.Offset!.Value);
    }

    private ValueTask SayAsync(string item, string text) => _sink.StreamTextAsync(EventKinds.AgentMessage, item, text, null, Cancellation);

    private async Task SpeakAsync(int count)
    {
        using var payload = JsonDocument.Parse("{}");
        for (var number = 0; number < count; number++)
        {
            await _sink.PublishAsync(EventKinds.Raw, null, payload.RootElement, Cancellation);
        }
    }

    /// <summary>The sink's own loop runs beside the test: give it the clock until it has done its part.</summary>
    private static async Task WaitAsync(Func<bool> isDone, Action tick)
    {
        using var bound = new CancellationTokenSource();
        using var timer = new Timer(_ => bound.Cancel(), null, TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan);
        while (!isDone())
        {
            bound.Token.ThrowIfCancellationRequested();
            tick();
            await Task.Yield();
        }
    }
}
