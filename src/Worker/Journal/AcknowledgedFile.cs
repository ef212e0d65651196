using System.Globalization;
using System.Numerics;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace Homeport.Worker.Journal;

/// <summary>
/// How far the host has a journal: one line of fixed length with a checksum, written over in place. One that was cut by a crash
/// counts as missing: then more is sent than needed, and the host ignores what it knows.
/// <code>9c01d2aa 0000000003 00000000000000181022 00000000000000041208</code>
/// </summary>
internal sealed class AcknowledgedFile(JournalFolder folder) : IDisposable
{
    private const string Name = "acknowledged";
    private const int LineLength = 62;

    private SafeFileHandle? _file;

    /// <summary>Where sending goes on, and the number of the last entry that the host has; null when that is not known.</summary>
    public (JournalPosition Position, long Number)? Read()
    {
        var path = folder.FileOf(Name);
        if (!File.Exists(path))
        {
            return null;
        }

        var line = File.ReadAllText(path);
        if (line.Length != LineLength ||
            !uint.TryParse(line[..8], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum) ||
            checksum != Crc32C.Of(System.Text.Encoding.ASCII.GetBytes(line[9..^1])))
        {
            return null;
        }

        var words = line.Split(' ');
        return (new JournalPosition(Integer<int>(words[1]), Integer<long>(words[2])), Integer<long>(words[3].TrimEnd('\n')));
    }

    /// <exception cref="IOException">It was not written; what it says is then behind the truth, which is harmless.</exception>
    public void Write(JournalPosition position, long number)
    {
        Span<byte> line = stackalloc byte[LineLength];
        Utf8.TryWrite(
            line[9..], CultureInfo.InvariantCulture, $"{position.Segment:D10} {position.Offset:D20} {number:D20}\n", out _);
        Utf8.TryWrite(line, CultureInfo.InvariantCulture, $"{Crc32C.Of(line[9..^1]):x8} ", out _);
        _file ??= File.OpenHandle(folder.FileOf(Name), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(_file, line, fileOffset: 0);
    }

    public void Dispose() => _file?.Dispose();

    private static T Integer<T>(string text)
        where T : INumberBase<T> => T.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
