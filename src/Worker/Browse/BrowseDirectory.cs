using System.IO.Enumeration;
using Homeport.Protocol;
using Homeport.Protocol.Browse;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Browse;

/// <summary>Lists the folders in a folder, so that a person can pick a repository. Files are not shown.</summary>
internal sealed class BrowseDirectory(AllowedRoots roots)
{
    private const int MostEntries = 2000;

    public Task<BrowseDirectoryResponse> RunAsync(BrowseDirectoryRequest request, CancellationToken cancellationToken)
    {
        var path = roots.Require(string.IsNullOrEmpty(request.Path) ? roots.Items[0] : request.Path);
        if (!Directory.Exists(path))
        {
            throw File.Exists(path)
                ? new WorkerRefusedException(ErrorCodes.InvalidRequest, $"{path} is a file. Choose a folder.")
                : new WorkerRefusedException(ErrorCodes.NotFound, $"There is no folder {path}.");
        }

        try
        {
            var names = FoldersOf(path, request.Hidden ?? false, cancellationToken).Take(MostEntries + 1).ToArray();
            return Task.FromResult(new BrowseDirectoryResponse
            {
                Path = path,
                Parent = Path.GetDirectoryName(path) is { } parent && roots.Allows(parent) ? parent : null,
                Entries = [.. names.Take(MostEntries).Order(StringComparer.OrdinalIgnoreCase).Select(name => EntryOf(path, name))],
                Truncated = names.Length > MostEntries,
            });
        }
        catch (UnauthorizedAccessException)
        {
            throw new WorkerRefusedException(ErrorCodes.PathNotAllowed, $"This user may not read {path}. Change its permissions or choose another folder.");
        }
    }

    private IEnumerable<string> FoldersOf(string path, bool hidden, CancellationToken cancellationToken)
    {
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
        var folders = new FileSystemEnumerable<(string Name, bool IsLink)>(
            path, (ref entry) => (entry.FileName.ToString(), entry.Attributes.HasFlag(FileAttributes.ReparsePoint)), options)
        {
            ShouldIncludePredicate = (ref entry) => entry.IsDirectory && (hidden || entry.FileName[0] != '.'),
        };
        foreach (var (name, isLink) in folders)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!isLink || roots.Allows(RealPath.Of(Path.Combine(path, name))))
            {
                yield return name;
            }
        }
    }

    private static BrowseEntry EntryOf(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return new BrowseEntry { Name = name, Path = path, IsRepository = Path.Exists(Path.Combine(path, ".git")) };
    }
}
