using Homeport.Agents.Past;
using Homeport.Platform.Files;
using Homeport.Protocol;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Import;

/// <summary>
/// Sessions that are files below a folder. The kernel keeps every step inside of it and refuses links, so nothing else is
/// reached, whatever lies there.
/// </summary>
internal sealed class FileStore(IPastRecord record, string root) : IPastStore
{
    private const int MostFiles = 200_000;

    public string Kind => record.Kind;

    public void Find(List<PastSessionFile> files, List<PastSessionProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            using var folder = GuardedDirectory.Open(root);
            Walk(folder, "", record.Depth, files, problems, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            // This agent keeps nothing here.
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            problems.Add(new PastSessionProblem(root, closed.Message));
        }
    }

    public IPastEntries Open(string path)
    {
        var relative = Path.IsPathFullyQualified(path) ? Path.GetRelativePath(root, path) : "..";
        var name = Path.GetFileName(relative);
        if (relative.Count(character => character == '/') != record.Depth || relative.StartsWith("..", StringComparison.Ordinal) || !record.IsSession(name))
        {
            throw new WorkerRefusedException(ErrorCodes.PathNotAllowed, $"{path} is no session of {Kind}.");
        }

        try
        {
            using var folder = GuardedDirectory.Open(root);
            var stream = folder.OpenRead(relative);
            return new LineEntries(record, stream, name, File.GetLastWriteTimeUtc(stream.SafeFileHandle).Ticks);
        }
        catch (FileNotFoundException)
        {
            throw new WorkerRefusedException(ErrorCodes.NotFound, $"{path} is gone.");
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new WorkerRefusedException(ErrorCodes.PathNotAllowed, closed.Message);
        }
    }

    private void Walk(
        GuardedDirectory folder, string path, int depth, List<PastSessionFile> files, List<PastSessionProblem> problems, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var entry in List(folder, path, problems))
        {
            var below = path.Length == 0 ? entry.Name : $"{path}/{entry.Name}";
            if (depth > 0 && entry.Kind == GuardedEntryKind.Folder)
            {
                Walk(folder, below, depth - 1, files, problems, cancellationToken);
            }
            else if (depth == 0 && entry.Kind == GuardedEntryKind.File && record.IsSession(entry.Name) && files.Count < MostFiles)
            {
                files.Add(new PastSessionFile { AgentType = Kind, Path = Path.Combine(root, below), Size = entry.Size, Stamp = entry.ModifiedAt.UtcTicks });
            }
        }
    }

    private IReadOnlyList<GuardedEntry> List(GuardedDirectory folder, string path, List<PastSessionProblem> problems)
    {
        try
        {
            return folder.List(path);
        }
        catch (FileNotFoundException) when (!folder.Exists(path))
        {
            return []; // went away in between
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            problems.Add(new PastSessionProblem(Path.Combine(root, path), closed.Message));
            return [];
        }
    }
}
