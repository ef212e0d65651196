using System.Buffers;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Terminals;

/// <summary>
/// What a viewer is still to be sent, and how much of what was sent it has shown. A viewer that falls behind is not sent the
/// bytes that it missed but, once it has caught up, the whole screen. Not synchronised: its terminal's gate guards it.
/// </summary>
internal sealed class ViewerQueue
{
    /// <summary>More than this under way, and the viewer is paused.</summary>
    public const int MostUnderWay = 1024 * 1024;

    /// <summary>Shown so far that no more than this is under way, it is resumed with the screen as it is then.</summary>
    public const int ResumeBelow = 256 * 1024;

    public const int LargestPiece = 64 * 1024;
    private const int SmallestPiece = 512;
    private const int CostOfNews = 256; // so that a program which does nothing but change its title is bounded, too

    private readonly Queue<Piece> _pieces = new();
    private Piece? _last; // takes more bytes while it has room and was not taken
    private int _waiting;
    private long _unacknowledged;

    /// <summary>It missed something, or has seen nothing yet.</summary>
    public bool NeedsScreen { get; private set; } = true;

    /// <summary>It may be given the whole screen now.</summary>
    public bool IsDueForScreen => NeedsScreen && _pieces.Count == 0 && _unacknowledged <= ResumeBelow;

    /// <summary>The last news that a viewer was told or will be.</summary>
    public TerminalViewerChanged? News { get; private set; }

    public void Acknowledge(long bytes) => _unacknowledged = Math.Max(0, _unacknowledged - Math.Max(0, bytes));

    /// <summary>Output as it happens. It is forgotten while the viewer is behind.</summary>
    public void Offer(ReadOnlySpan<byte> output)
    {
        if (!NeedsScreen && !HasRoomFor(output.Length))
        {
            NeedsScreen = true;
        }

        if (!NeedsScreen)
        {
            Add(output, isReset: false);
        }
    }

    /// <summary>In order with the output. Forgotten while the viewer is behind: the screen brings the latest news.</summary>
    public void Offer(TerminalViewerChanged news)
    {
        if (NeedsScreen || news == News)
        {
            return;
        }

        if (!HasRoomFor(CostOfNews))
        {
            NeedsScreen = true;
            return;
        }

        Tell(news);
    }

    /// <summary>The whole screen with the news that belong to it, however large.</summary>
    public void Show(TerminalViewerChanged news, ReadOnlySpan<byte> screen)
    {
        NeedsScreen = false;
        Tell(news);
        Add(screen, isReset: true);
    }

    /// <summary>What is to be sent next; null when there is nothing, or the viewer must show what it has first.</summary>
    public Piece? Take()
    {
        if (!_pieces.TryPeek(out var piece) || (piece.News is null && _unacknowledged >= MostUnderWay))
        {
            return null;
        }

        _pieces.Dequeue();
        _waiting -= piece.Cost;
        _unacknowledged += piece.Length;
        if (_last == piece)
        {
            _last = null;
        }

        return piece;
    }

    private bool HasRoomFor(int bytes) => _waiting + _unacknowledged + bytes <= MostUnderWay;

    private void Tell(TerminalViewerChanged news)
    {
        (News, _last) = (news, null);
        Enqueue(new Piece { News = news, Cost = CostOfNews });
    }

    private void Add(ReadOnlySpan<byte> bytes, bool isReset)
    {
        if (isReset)
        {
            _last = new Piece { IsReset = true };
            Enqueue(_last);
        }

        while (bytes.Length > 0)
        {
            if (_last is null || _last.Length == LargestPiece)
            {
                _last = new Piece();
                Enqueue(_last);
            }

            var taken = _last.Add(bytes);
            _waiting += taken;
            bytes = bytes[taken..];
        }
    }

    private void Enqueue(Piece piece)
    {
        _pieces.Enqueue(piece);
        _waiting += piece.Cost;
    }

    /// <summary>News, or up to <see cref="LargestPiece"/> bytes in a buffer that grows with them.</summary>
    internal sealed class Piece
    {
        private byte[] _buffer = [];
        private int _cost;

        public TerminalViewerChanged? News { get; init; }

        public bool IsReset { get; init; }

        public int Length { get; private set; }

        public int Cost
        {
            get => News is null ? Length : _cost;
            init => _cost = value;
        }

        public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

        /// <returns>How many found room.</returns>
        public int Add(ReadOnlySpan<byte> bytes)
        {
            var taken = Math.Min(bytes.Length, LargestPiece - Length);
            if (Length + taken > _buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(Math.Max(SmallestPiece, Math.Min(LargestPiece, (Length + taken) * 2)));
                Bytes.CopyTo(larger);
                Return();
                _buffer = larger;
            }

            bytes[..taken].CopyTo(_buffer.AsSpan(Length));
            Length += taken;
            return taken;
        }

        /// <summary>After it was sent.</summary>
        public void Return()
        {
            if (_buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = [];
            }
        }
    }
}
