using System.Text;
using System.Text.Json;
using Homeport.Platform.Files;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker.Journal;

/// <summary>
/// Carries on what dead workers left: their journals move into this worker's folder and are sent from there. Each step may be cut
/// by a crash: whoever comes next finds a journal in one of the two folders, and the names of all its owners in
/// <c>took-over</c>.
/// </summary>
/// <param name="own">This worker's folder.</param>
/// <param name="journals">Send what is found.</param>
/// <param name="logger">For the operator.</param>
internal sealed partial class JournalRecovery(string own, Journals journals, ILogger<JournalRecovery> logger)
{
    /// <summary>Of the journals, in each worker's folder.</summary>
    public const string JournalsName = "journals";

    private const string TookOverName = "took-over";
    private const string UnreadableName = "unreadable-journals";

    private readonly SortedSet<string> _tookOver = new(StringComparer.Ordinal);

    /// <summary>The ids of the dead workers, and of those that they had carried on themselves.</summary>
    public IReadOnlyList<string> TookOver => [.. _tookOver];

    /// <summary>Takes what is in a dead worker's folder, which may be removed afterwards.</summary>
    /// <param name="id">The dead worker.</param>
    /// <param name="folder">Its folder; nobody else may touch it meanwhile.</param>
    /// <param name="cancellationToken">Gives up between two steps.</param>
    public async Task TakeOverAsync(string id, string folder, CancellationToken cancellationToken)
    {
        _tookOver.Add(id);
        _tookOver.UnionWith(ReadNames(folder));
        await AtomicFile.WriteAsync(
            Path.Combine(own, TookOverName), Encoding.UTF8.GetBytes(string.Join('\n', _tookOver)), cancellationToken);
        var theirs = Path.Combine(folder, JournalsName);
        if (!Directory.Exists(theirs))
        {
            return;
        }

        Directory.CreateDirectory(Path.Combine(own, JournalsName));
        foreach (var journal in Directory.EnumerateDirectories(theirs).Order(StringComparer.Ordinal).ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Resume(journal);
        }
    }

    private void Resume(string journal)
    {
        if (JournalFolder.IsEmpty(journal))
        {
            Directory.Delete(journal, recursive: true);
            return;
        }

        var path = Path.Combine(own, JournalsName, Path.GetFileName(journal));
        Directory.Move(journal, path);
        try
        {
            journals.Resume(path);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            SetAside(path, broken);
        }
    }

    /// <summary>Kept for a person: it may be of a newer program, or damaged.</summary>
    private void SetAside(string path, Exception broken)
    {
        var aside = Path.Combine(own, "..", "..", UnreadableName, Path.GetFileName(path));
        Directory.CreateDirectory(Path.GetDirectoryName(aside)!);
        Directory.Move(path, aside);
        LogSetAside(Path.GetFullPath(aside), broken.Message);
    }

    private static string[] ReadNames(string folder)
    {
        var file = Path.Combine(folder, TookOverName);
        return File.Exists(file) ? File.ReadAllText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
    }

    [LoggerMessage(LogLevel.Error, "A journal of an earlier worker cannot be read and is kept at {Folder}: {Reason}")]
    private partial void LogSetAside(string folder, string reason);
}
