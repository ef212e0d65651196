using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Homeport.Worker.Journal;

/// <summary>Lines on their way to the file. An entry is put into JSON here and nowhere else.</summary>
internal sealed class LineBuffer : IBufferWriter<byte>, IDisposable
{
    private const int KeptCapacity = 4 * 1024 * 1024;

    private readonly Utf8JsonWriter _json;
    private byte[] _bytes = new byte[4096];

    public LineBuffer() => _json = new Utf8JsonWriter(this, new JsonWriterOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never put into HTML unescaped
        SkipValidation = true,
    });

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Add<T>(byte kind, long number, long lease, T value, JsonTypeInfo<T> type)
    {
        var start = Length;
        Demand(96);
        Length += JournalLine.ChecksumLength;
        Utf8.TryWrite(_bytes.AsSpan(Length), CultureInfo.InvariantCulture, $"{(char)kind} {number} {lease} ", out var count);
        Length += count;
        _json.Reset(this);
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
        var checksum = Crc32C.Of(_bytes.AsSpan((start + JournalLine.ChecksumLength)..Length));
        Utf8Formatter.TryFormat(checksum, _bytes.AsSpan(start), out count, new StandardFormat('x', 8));
        _bytes[start + count] = (byte)' ';
        Demand(1);
        _bytes[Length++] = (byte)'\n';
    }

    /// <summary>Takes back what was added after this length.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Empties it; what a giant needed is given back.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptCapacity)
        {
            _bytes = new byte[4096];
        }
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Demand(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Demand(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Dispose() => _json.Dispose();

    private void Demand(int size)
    {
        var needed = Length + Math.Max(size, 1);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        }
    }
}
