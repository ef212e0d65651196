using System.Globalization;
using Homeport.Protocol;
using Homeport.Protocol.Reviews;

namespace Homeport.Worker.Git;

/// <summary>The snapshots of tasks, kept as commits under <c>refs/homeport/snapshots/task/number</c>.</summary>
internal sealed class SnapshotRefs(GitProgram git)
{
    public const string Prefix = "refs/homeport/snapshots/";
    private const string BaseTrailer = "Homeport-Base: ";

    public static string NameOf(string taskId, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{GitNames.RequireId(taskId)}/{number}");

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<StoredSnapshot>> ListAsync(string folder, string taskId, CancellationToken cancellationToken)
    {
        var prefix = $"{Prefix}{GitNames.RequireId(taskId)}/";
        var output = await git.RunAsync(
            new GitCall
            {
                Folder = folder,
                Arguments =
                [
                    "for-each-ref",
                    "--format=%(refname)%00%(objectname)%00%(tree)%00%(parent)%00%(committerdate:unix)%00%(contents:subject)%00%(contents:body)%00%01",
                    "--", prefix,
                ],
            },
            "list the snapshots", cancellationToken);
        return [.. output.Text.Split("\u0001", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(record => Parse(record, prefix)).OfType<StoredSnapshot>().OrderByDescending(snapshot => snapshot.Number)];
    }

    public async Task<StoredSnapshot?> FindNewestAsync(string folder, string taskId, CancellationToken cancellationToken) =>
        await ListAsync(folder, taskId, cancellationToken) is [var newest, ..] ? newest : null;

    public async Task<string> RequireAsync(string folder, string taskId, int number, CancellationToken cancellationToken) =>
        await new Branches(git).FindAsync(folder, NameOf(taskId, number), cancellationToken)
        ?? throw new WorkerRefusedException(ErrorCodes.NotFound, $"There is no snapshot {number} of this task any more.");

    /// <summary>Writes a snapshot commit and its ref. The caller holds the repository's lock.</summary>
    /// <param name="folder">Any folder of the repository.</param>
    /// <param name="snapshot">What to store; <see cref="StoredSnapshot.Commit"/> is not read.</param>
    /// <param name="taskId">Whose it is.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task<StoredSnapshot> AddAsync(string folder, string taskId, StoredSnapshot snapshot, CancellationToken cancellationToken)
    {
        var message = snapshot.Reason + "\n" + (snapshot.Base is { } start ? $"\n{BaseTrailer}{start}\n" : "");
        var commit = await git.RunAsync(
            new GitCall
            {
                Folder = folder,
                Arguments = ["commit-tree", snapshot.Tree, .. snapshot.Parent is { } parent ? (string[])["-p", parent] : []],
                Input = System.Text.Encoding.UTF8.GetBytes(message),
                Environment = CommitIdentity.Ours(snapshot.At),
                IsRead = false,
            },
            "write a snapshot", cancellationToken);
        await git.RunAsync(
            new GitCall
            {
                Folder = folder,
                Arguments = ["update-ref", NameOf(taskId, snapshot.Number), commit.Text, new string('0', commit.Text.Length)],
                IsRead = false,
            },
            "keep a snapshot", cancellationToken);
        return snapshot with { Commit = commit.Text };
    }

    private static StoredSnapshot? Parse(string record, string prefix)
    {
        var fields = record.Split('\0');
        if (fields.Length < 7 || !int.TryParse(fields[0][prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var start = fields[6].Split('\n').FirstOrDefault(line => line.StartsWith(BaseTrailer, StringComparison.Ordinal));
        return new StoredSnapshot
        {
            Number = number,
            Commit = fields[1],
            Tree = fields[2],
            Parent = fields[3].Length > 0 ? fields[3].Split(' ')[0] : null,
            At = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[4], CultureInfo.InvariantCulture)),
            Reason = fields[5],
            Base = start?[BaseTrailer.Length..],
        };
    }
}

/// <summary>A snapshot as git keeps it.</summary>
internal sealed record StoredSnapshot
{
    public required int Number { get; init; }
    public string Commit { get; init; } = "";
    public required string Tree { get; init; }

    /// <summary>HEAD at that moment; null in a repository without a commit.</summary>
    public required string? Parent { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>One line.</summary>
    public required string Reason { get; init; }

    /// <summary>The commit the task started from, where known.</summary>
    public string? Base { get; init; }

    public SnapshotView ToView() => new() { Number = Number, Commit = Commit, Reason = Reason, At = At };
}
