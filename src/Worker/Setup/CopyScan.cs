using System.Globalization;
using Homeport.Platform.Files;
using Homeport.Protocol.Projects;

namespace Homeport.Worker.Setup;

/// <summary>One look through what git ignores: what is wanted, how much it is, what is left out and why.</summary>
internal sealed class CopyScan(GuardedDirectory directory, CopyPatterns wanted, CopyLimits limits, CancellationToken cancellationToken)
{
    private const char Replaced = '\uFFFD'; // stands for bytes that are no UTF-8

    private readonly List<PlannedEntry> _entries = [];
    private readonly List<SkippedEntry> _skipped = [];
    private int _files;
    private long _bytes;

    /// <param name="path">As git tells it: relative, a folder ends with <c>/</c>.</param>
    public void Look(string path)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isFolder = path.EndsWith('/');
        var name = isFolder ? path[..^1] : path;
        if (wanted.Want(name, isFolder))
        {
            Take(name, isFolder);
        }
        else if (isFolder && wanted.LeadInto(name))
        {
            foreach (var entry in List(name))
            {
                Look($"{name}/{entry.Name}{(entry.Kind == GuardedEntryKind.Folder ? "/" : "")}");
            }
        }
    }

    public CopyPlan ToPlan() => new(_entries, _skipped);

    private void Take(string name, bool isFolder)
    {
        var leaves = new List<PlannedLeaf>();
        var bytes = 0L;
        var pending = new Stack<(string Path, bool IsFolder)>([(name, isFolder)]);
        while (pending.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (next.IsFolder)
            {
                foreach (var below in Below(next.Path))
                {
                    pending.Push(below);
                }
            }
            else if (TryMeasure(next.Path, out var leaf, out var length))
            {
                leaves.Add(leaf);
                bytes += length;
            }

            if (_files + leaves.Count > limits.Files || _bytes + bytes > limits.Bytes)
            {
                Skip(isFolder ? name + "/" : name, string.Create(
                    CultureInfo.InvariantCulture,
                    $"with it, it would be more than {limits.Files} files or {limits.Bytes / (1024.0 * 1024 * 1024):0.#} GiB in all"));
                return;
            }
        }

        if (leaves.Count > 0)
        {
            (_files, _bytes) = (_files + leaves.Count, _bytes + bytes);
            _entries.Add(new PlannedEntry(isFolder ? name + "/" : name, leaves, bytes));
        }
    }

    private IEnumerable<(string Path, bool IsFolder)> Below(string folder)
    {
        var entries = List(folder);
        if (entries.Any(entry => entry.Name == ".git"))
        {
            Skip(folder + "/", "it is a git repository of its own");
            return [];
        }

        return entries.Select(entry => ($"{folder}/{entry.Name}", entry.Kind == GuardedEntryKind.Folder));
    }

    private bool TryMeasure(string path, out PlannedLeaf leaf, out long length)
    {
        (leaf, length) = (default, 0);
        if (path.Contains(Replaced, StringComparison.Ordinal))
        {
            return Skip(path, "its name is no UTF-8");
        }

        try
        {
            var found = directory.Look(path);
            (leaf, length) = (new PlannedLeaf(path, found.LinkTarget is not null), found.Length);
            return found.LinkTarget is not { } target || StaysInside(path, target)
                || Skip(path, $"it is a link to {target}, outside of the repository");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Skip(path, refused.Message);
        }
    }

    private IReadOnlyList<GuardedEntry> List(string folder)
    {
        try
        {
            return directory.List(folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Skip(folder + "/", refused.Message);
            return [];
        }
    }

    /// <summary>By its words alone: the link is copied as a link, so nothing is read through it.</summary>
    private static bool StaysInside(string path, string target)
    {
        var depth = path.Count(letter => letter == '/');
        foreach (var segment in target.Split('/').Where(segment => segment is not ("" or ".")))
        {
            depth += segment == ".." ? -1 : 1;
            if (depth < 0)
            {
                return false;
            }
        }

        return !target.StartsWith('/');
    }

    private bool Skip(string path, string reason)
    {
        _skipped.Add(new SkippedEntry { Path = path, Reason = reason });
        return false;
    }
}
