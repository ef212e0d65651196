using System.Text;

namespace Homeport.Platform.Supervision;

/// <summary>How much of a program's output is kept in memory.</summary>
/// <param name="Bytes">Of text.</param>
/// <param name="Lines">Pieces of long lines count too.</param>
public sealed record LogRingLimits(int Bytes, int Lines)
{
    public static LogRingLimits Default { get; } = new(256 * 1024, 2000);
}

/// <summary>Where a line came from.</summary>
public enum LogSource
{
    Output,
    Error,

    /// <summary>Said by the supervisor, not by the program.</summary>
    Supervisor,
}

/// <param name="Number">Counts from 1, over all runs.</param>
/// <param name="At">When it was read.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Text">Without the newline; as the program wrote it, control sequences included.</param>
/// <param name="IsWhole">False for a piece that the next entry of the stream continues, because the line is too long or has no end.</param>
public sealed record LogLine(long Number, DateTimeOffset At, LogSource Source, string Text, bool IsWhole);

/// <summary>The last lines of a program, in memory that grows once and never beyond its limits.</summary>
public sealed class LogRing(LogRingLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = new();
    private byte[] _text = []; // a ring too; an entry lies in it in one piece or wraps around
    private int _start;
    private int _used;
    private long _last;
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The number of the newest line; 0 before there is one.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>Lines from a number on, oldest first. What was already dropped is left out: compare the first number.</summary>
    /// <param name="from">Its number or a later one; 0 for all there is.</param>
    /// <param name="limit">At most so many lines.</param>
    public IReadOnlyList<LogLine> Read(long from, int limit)
    {
        lock (_gate)
        {
            var number = _last - _entries.Count;
            var offset = _start;
            var lines = new List<LogLine>();
            foreach (var entry in _entries)
            {
                number++;
                if (lines.Count >= limit)
                {
                    break;
                }

                if (number >= from)
                {
                    lines.Add(new LogLine(number, entry.At, entry.Source, TextAt(offset, entry.Length), entry.IsWhole));
                }

                offset = _text.Length == 0 ? 0 : (offset + entry.Length) % _text.Length;
            }

            return lines;
        }
    }

    /// <summary>The last lines of one stream, oldest first.</summary>
    public IReadOnlyList<string> Tail(LogSource source, int count)
    {
        var lines = Read(0, int.MaxValue).Where(line => line.Source == source).Select(line => line.Text).ToList();
        return lines.GetRange(Math.Max(0, lines.Count - count), Math.Min(count, lines.Count));
    }

    /// <summary>Returns once there is a line with a larger number.</summary>
    public async Task WaitForMoreAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task added;
            lock (_gate)
            {
                if (_last > after)
                {
                    return;
                }

                added = _added.Task;
            }

            await added.WaitAsync(cancellationToken);
        }
    }

    public void Add(LogSource source, ReadOnlySpan<byte> text, bool isWhole)
    {
        text = text[..Math.Min(text.Length, limits.Bytes)];
        TaskCompletionSource added;
        lock (_gate)
        {
            while (_entries.Count > 0 && (_entries.Count >= limits.Lines || _used + text.Length > limits.Bytes))
            {
                var oldest = _entries.Dequeue();
                _start = _text.Length == 0 ? 0 : (_start + oldest.Length) % _text.Length;
                _used -= oldest.Length;
            }

            Grow(text.Length);
            Put(text);
            _entries.Enqueue(new Entry(time.GetUtcNow(), source, text.Length, isWhole));
            _last++;
            added = _added;
            _added = added.Task.IsCompleted ? added : new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        added.TrySetResult();
    }

    public void Note(string text) => Add(LogSource.Supervisor, Encoding.UTF8.GetBytes(text), isWhole: true);

    private void Grow(int coming)
    {
        if (_used + coming <= _text.Length)
        {
            return;
        }

        var larger = new byte[Math.Min(limits.Bytes, Math.Max(Math.Max(_used + coming, 4096), _text.Length * 2))];
        CopyTo(_start, _used, larger);
        (_text, _start) = (larger, 0);
    }

    private void Put(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        var end = (_start + _used) % _text.Length;
        var first = Math.Min(text.Length, _text.Length - end);
        text[..first].CopyTo(_text.AsSpan(end));
        text[first..].CopyTo(_text);
        _used += text.Length;
    }

    private string TextAt(int offset, int length)
    {
        if (offset + length <= _text.Length)
        {
            return Encoding.UTF8.GetString(_text, offset, length);
        }

        var whole = new byte[length];
        CopyTo(offset, length, whole);
        return Encoding.UTF8.GetString(whole);
    }

    private void CopyTo(int offset, int length, Span<byte> target)
    {
        var first = Math.Min(length, _text.Length - offset);
        _text.AsSpan(offset, first).CopyTo(target);
        _text.AsSpan(0, length - first).CopyTo(target[first..]);
    }

    private readonly record struct Entry(DateTimeOffset At, LogSource Source, int Length, bool IsWhole);
}
