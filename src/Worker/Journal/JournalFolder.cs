using System.Globalization;
using System.Text.Json;
using Homeport.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace Homeport.Worker.Journal;

/// <summary>
/// The files of one journal: <c>journal.json</c> (the header), <c>00000001.log</c> and following (the lines),
/// <c>acknowledged</c> (how far the host has it).
/// </summary>
internal sealed class JournalFolder
{
    private const string HeaderName = "journal.json";
    private const string SegmentEnding = ".log";

    private JournalFolder(string path, JournalHeader header) => (Path, Header) = (path, header);

    public string Path { get; }

    public JournalHeader Header { get; }

    /// <summary>Names the folder of a new journal; nothing is on disk before <see cref="CreateAsync"/>.</summary>
    public static JournalFolder New(string journals, string taskId, string sessionId, string journalId) => new(
        System.IO.Path.Combine(journals, journalId),
        new JournalHeader { Format = JournalHeader.CurrentFormat, TaskId = taskId, SessionId = sessionId, JournalId = journalId });

    /// <summary>A journal that an earlier worker left.</summary>
    /// <exception cref="IOException">It has no header that this program can read.</exception>
    public static JournalFolder Open(string path)
    {
        var file = System.IO.Path.Combine(path, HeaderName);
        try
        {
            var header = JsonSerializer.Deserialize(File.ReadAllBytes(file), JournalJson.Default.JournalHeader);
            return header is { Format: JournalHeader.CurrentFormat }
                ? new JournalFolder(path, header)
                : throw new IOException($"The journal {path} has format {header?.Format}, this program knows {JournalHeader.CurrentFormat}.");
        }
        catch (JsonException broken)
        {
            throw new IOException($"The header of the journal {path} cannot be read.", broken);
        }
    }

    /// <summary>Nothing was ever written into it.</summary>
    public static bool IsEmpty(string path) => !Directory.EnumerateFiles(path, "*" + SegmentEnding).Any();

    /// <summary>Makes the folder and its header, durably; may be called again after it failed.</summary>
    public Task CreateAsync(CancellationToken cancellationToken)
    {
        PrivateDirectory.Ensure(Path);
        return AtomicFile.WriteAsync(
            System.IO.Path.Combine(Path, HeaderName),
            JsonSerializer.SerializeToUtf8Bytes(Header, JournalJson.Default.JournalHeader), cancellationToken);
    }

    /// <summary>The numbers of the files that are there, in order.</summary>
    public IReadOnlyList<int> Segments() =>
    [
        .. Directory.EnumerateFiles(Path, "*" + SegmentEnding)
            .Select(file => int.Parse(System.IO.Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture))
            .Order(),
    ];

    public SafeFileHandle OpenToWrite(int segment) => File.OpenHandle(
        SegmentPath(segment), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    public SafeFileHandle OpenToRead(int segment) => File.OpenHandle(
        SegmentPath(segment), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public long LengthOf(int segment) => new FileInfo(SegmentPath(segment)).Length;

    public void DeleteSegment(int segment) => File.Delete(SegmentPath(segment));

    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Everything in it has reached the host, or nobody wants it.</summary>
    public void Delete()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private string SegmentPath(int segment) =>
        System.IO.Path.Combine(Path, segment.ToString("D8", CultureInfo.InvariantCulture) + SegmentEnding);
}
