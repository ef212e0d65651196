using System.Globalization;
using System.Text;
using Homeport.Platform.Processes;
using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Protocol.Reviews;

namespace Homeport.Worker.Git;

/// <summary>Shows what changed in one file, untracked and renamed ones included.</summary>
internal sealed class GetFileDiff(GitProgram git, WorktreePictures pictures)
{
    private const int MostContext = 10_000;

    private static readonly CommandLimits Capped = new() { MaxOutputBytes = UnifiedDiff.MostBytes };

    private readonly ChangeReader _changes = new(git);
    private readonly DiffRanges _ranges = new(git);

    public async Task<GetTaskFileDiffResponse> RunAsync(GetFileDiffRequest request, CancellationToken cancellationToken)
    {
        GitNames.RequireRelativePath(request.Path);
        return await pictures.TryUseLastAsync(request.WorktreePath, IsEnough, ReadAsync, cancellationToken)
            ?? await pictures.UseAsync(request.WorktreePath, ReadAsync, cancellationToken);

        Task<GetTaskFileDiffResponse> ReadAsync(WorktreePicture picture) => DiffAsync(picture, request, cancellationToken);

        bool IsEnough(WorktreePicture picture) => picture.Changes.Values.SelectMany(files => files).Where(file => file.Path == request.Path)
            .Select(file => file.OldPath ?? file.Path).Distinct(StringComparer.Ordinal).ToArray() is [_, ..] olds
            && olds.Append(request.Path).All(path => WorktreePictures.IsUnchanged(picture, path));
    }

    private async Task<GetTaskFileDiffResponse> DiffAsync(WorktreePicture picture, GetFileDiffRequest request, CancellationToken cancellationToken)
    {
        var range = await _ranges.OfAsync(
            picture, request.TaskId, request.Scope, request.BaseCommit, request.FromSnapshot, request.ToSnapshot, cancellationToken);
        var files = await _changes.ReadAsync(picture, range, cancellationToken);
        var file = files.FirstOrDefault(file => file.Path == request.Path)
            ?? throw new WorkerRefusedException(ErrorCodes.NotFound, $"{request.Path} has not changed. Load the list of changes again.");
        var view = file.ToView(GetChanges.StateOf(DiffRanges.StatesOf(picture, range), file.Path));
        if (file.Binary)
        {
            var (oldSize, newSize) = await SizesAsync(picture, file, cancellationToken);
            return new GetTaskFileDiffResponse { File = new FileDiffView { File = view, Hunks = [], OldSize = oldSize, NewSize = newSize } };
        }

        var output = await git.TryAsync(CallFor(picture, range, file, request), cancellationToken);
        if (!output.Truncated && output.ExitCode != 0)
        {
            throw GitProgram.Failure(output, $"compare {request.Path}");
        }

        var diff = ParsePatch(output.Output, file.Path);
        return new GetTaskFileDiffResponse
        {
            File = new FileDiffView { File = view, Hunks = diff.Hunks, Truncated = diff.IsCut || output.Truncated },
        };
    }

    private static GitCall CallFor(WorktreePicture picture, DiffRange range, ChangedFile file, GetFileDiffRequest request)
    {
        var context = Math.Clamp(request.Context, 0, MostContext).ToString(CultureInfo.InvariantCulture);
        string[] options = ["-z", "--raw", "--patch", $"--unified={context}", .. request.IgnoreWhitespace ? (string[])["--ignore-all-space"] : []];
        return new GitCall
        {
            Folder = picture.Folders.Top,
            Arguments = [.. ChangeReader.CommandOf(range, options), "--", .. file.OldPath is { } old ? (string[])[old] : [], file.Path],
            Environment = picture.Index.Environment,
            Limits = Capped,
        };
    }

    /// <summary>
    /// Before the patch stands the raw list in the same order, each field ended by NUL, and one NUL more. With a rename's old
    /// path both files may have changed; the list tells which patch is the one. A change of type is two patches of one entry.
    /// </summary>
    private static UnifiedDiff ParsePatch(ReadOnlyMemory<byte> output, string path)
    {
        var end = output.Span.IndexOf("\0\0"u8);
        if (end < 0)
        {
            return UnifiedDiff.Parse(default, _ => false); // whitespace was all that differed
        }

        var entries = RawPathsOf(output[..(end + 1)]);
        var position = 0;
        var wanted = new HashSet<int>();
        foreach (var (newPath, letter) in entries)
        {
            for (var patch = letter == 'T' ? 2 : 1; patch > 0; patch--)
            {
                if (newPath == path)
                {
                    wanted.Add(position);
                }

                position++;
            }
        }

        return UnifiedDiff.Parse(output[(end + 2)..], wanted.Contains);
    }

    private static IEnumerable<(string Path, char Letter)> RawPathsOf(ReadOnlyMemory<byte> raw)
    {
        var fields = Encoding.UTF8.GetString(raw.Span).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        for (var at = 0; at + 1 < fields.Length;)
        {
            var letter = fields[at].Split(' ')[4][0];
            at += letter is 'R' or 'C' ? 3 : 2;
            yield return (fields[at - 1], letter);
        }
    }

    private async Task<(long? Old, long? New)> SizesAsync(WorktreePicture picture, ChangedFile file, CancellationToken cancellationToken)
    {
        var output = await git.RunAsync(
            new GitCall
            {
                Folder = picture.Folders.Top,
                Arguments = ["cat-file", "--batch-check=%(objectsize)"],
                Input = Encoding.ASCII.GetBytes($"{file.OldBlob}\n{file.NewBlob}\n"),
                Environment = picture.Index.Environment,
            },
            $"measure {file.Path}", cancellationToken);
        var sizes = output.Lines().Select(line => long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : (long?)null).ToArray();
        return (file.HasOld ? sizes[0] : null, file.HasNew ? sizes[1] : null);
    }
}
