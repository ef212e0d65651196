using Homeport.Agents.Past;
using Homeport.Platform.Files;
using Homeport.Protocol;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Import;

/// <summary>
/// opencode's database. Its log is seldom empty, and reading both as they lie there would write beside them, so a copy is asked;
/// it is made anew when the files changed and let go of when nobody asks any more.
/// </summary>
internal sealed class OpencodeStore(IPastRecord record, string folder, string scratch) : IPastStore, IDisposable
{
    private const string Name = "opencode.db";
    private DatabaseCopy? _copy;

    public string Kind => record.Kind;

    private string DatabasePath => Path.Combine(folder, Name);

    public void Find(List<PastSessionFile> files, List<PastSessionProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var row in Copy()?.Database.Query("SELECT id, time_updated FROM session WHERE parent_id IS NULL") ?? [])
            {
                cancellationToken.ThrowIfCancellationRequested();
                files.Add(new PastSessionFile { AgentType = Kind, Path = $"{DatabasePath}#{row.Text(0)}", Size = 0, Stamp = row.Whole(1) });
            }
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            problems.Add(new PastSessionProblem(DatabasePath, closed.Message));
        }
    }

    public IPastEntries Open(string path)
    {
        var cut = path.LastIndexOf('#');
        var id = cut < 0 ? "" : path[(cut + 1)..];
        if (cut < 0 || path[..cut] != DatabasePath || !record.IsSession(id))
        {
            throw new WorkerRefusedException(ErrorCodes.PathNotAllowed, $"{path} is no session of {Kind}.");
        }

        try
        {
            return Copy() is { } copy && OpencodeEntries.TryOpen(record, copy.Database, id) is { } entries
                ? entries
                : throw new WorkerRefusedException(ErrorCodes.NotFound, $"{path} is gone.");
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new WorkerRefusedException(ErrorCodes.PathNotAllowed, closed.Message);
        }
    }

    /// <summary>Lets go of the copy.</summary>
    public void Dispose()
    {
        _copy?.Dispose();
        _copy = null;
    }

    /// <summary>As the database is now; null when there is none.</summary>
    private DatabaseCopy? Copy()
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        using var opened = GuardedDirectory.Open(folder);
        var marks = DatabaseCopy.MarksOf(opened, Name);
        if (marks != _copy?.Marks)
        {
            Dispose();
            _copy = marks is null ? null : DatabaseCopy.Make(opened, Name, scratch);
        }

        return _copy;
    }
}
