using System.Text;
using Homeport.Protocol.Link;
using Homeport.Worker.Terminals;

namespace Homeport.Worker.Tests.Terminals;

public sealed class ViewerQueueTests
{
    private readonly ViewerQueue _queue = new();

    [Fact]
    public void A_new_viewer_gets_news_and_an_empty_screen_before_anything_else()
    {
        _queue.Offer("missed"u8);
        _queue.Offer(News("missed"));
        Assert.Null(_queue.Take());
        Assert.True(_queue.IsDueForScreen);

        _queue.Show(News("now"), []);
        _queue.Offer("a"u8);
        _queue.Offer("b"u8);

        Assert.Equal("now", _queue.Take()!.News!.Terminal.Title);
        var first = _queue.Take()!;
        Assert.Equal((true, "ab"), (first.IsReset, Text(first)));
        Assert.Null(_queue.Take());
        Assert.False(_queue.IsDueForScreen);
    }

    [Fact]
    public void News_keep_their_place_between_the_bytes_and_are_told_once()
    {
        _queue.Show(News("one"), "screen"u8);
        _queue.Offer("before"u8);
        _queue.Offer(News("two"));
        _queue.Offer(News("two"));
        _queue.Offer("after"u8);

        Assert.Equal(["one", "screenbefore", "two", "after"], TakeAll());
    }

    [Fact]
    public void A_screen_larger_than_all_that_may_be_under_way_is_sent_whole_before_the_next()
    {
        _queue.Show(News("one"), new byte[3 * ViewerQueue.MostUnderWay]);
        _queue.Offer("this is too much"u8);
        long sent = 0;

        while (sent < 3 * ViewerQueue.MostUnderWay)
        {
            if (_queue.Take() is { } piece)
            {
                sent += piece.Length;
                continue;
            }

            Assert.False(_queue.IsDueForScreen);
            _queue.Acknowledge(ViewerQueue.MostUnderWay / 2);
        }

        Assert.True(_queue.NeedsScreen);
        _queue.Acknowledge(long.MaxValue);
        Assert.True(_queue.IsDueForScreen);
    }

    [Fact]
    public void What_waits_is_bounded_by_what_is_under_way()
    {
        _queue.Show(News("one"), []);
        for (var i = 0; i < 100_000; i++)
        {
            _queue.Offer(new byte[100]);
        }

        Assert.True(_queue.NeedsScreen);
        Assert.InRange(TakeAll().Sum(text => text.Length), ViewerQueue.MostUnderWay - 1024, ViewerQueue.MostUnderWay);
    }

    [Fact]
    public void A_flood_of_news_is_bounded_too()
    {
        _queue.Show(News("one"), []);
        for (var i = 0; i < 100_000; i++)
        {
            _queue.Offer(News($"{i}"));
        }

        Assert.True(_queue.NeedsScreen);
        Assert.InRange(TakeAll().Count, 1, 5_000);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(long.MinValue)]
    public void An_acknowledgement_that_makes_no_sense_changes_nothing(long bytes)
    {
        _queue.Show(News("one"), new byte[2 * ViewerQueue.MostUnderWay]);
        TakeAll();

        _queue.Acknowledge(bytes);

        Assert.Null(_queue.Take());
    }

    private static TerminalViewerChanged News(string title) => new()
    {
        ViewerId = "v",
        OwnsSize = true,
        Terminal = new TerminalStatus { TerminalId = "t", IsRunning = true, Columns = 80, Rows = 24, Title = title },
    };

    private static string Text(ViewerQueue.Piece piece) => piece.News?.Terminal.Title ?? Encoding.UTF8.GetString(piece.Bytes.Span);

    private List<string> TakeAll()
    {
        var all = new List<string>();
        while (_queue.Take() is { } piece)
        {
            all.Add(Text(piece));
        }

        return all;
    }
}
