using System.Text.Json;
using Homeport.Cli.Client;
using Homeport.Protocol;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Tasks;

/// <summary>
/// Finds the task that a person means: its id, the beginning or the end of it (the end tells tasks of one day apart), or
/// <c>last</c> for the one that was made last.
/// </summary>
internal static class TaskReference
{
    public const string Last = "last";
    private const int IdLength = 36;
    private const int Least = 4;
    private const int PageSize = 200;
    private const int MostPages = 25;

    /// <summary>What tables show instead of a whole id, and branches and folders are named after.</summary>
    public static string Short(string id) => id.Length > 6 ? id[^6..] : id;

    public static async Task<string> ResolveAsync(this HostClient client, string reference, CancellationToken cancellationToken)
    {
        if (reference.Length == IdLength)
        {
            return reference;
        }

        var isLast = reference == Last;
        if (!isLast && reference.Length < Least)
        {
            throw CommandException.Usage($"'{reference}' is too short to name a task. Give at least {Least} characters of its id, or '{Last}'.");
        }

        var found = new List<UnitTaskView>();
        await foreach (var task in AllAsync(client, cancellationToken))
        {
            if (isLast || task.Id.EndsWith(reference, StringComparison.Ordinal) || task.Id.StartsWith(reference, StringComparison.Ordinal))
            {
                found.Add(task);
            }
        }

        return found switch
        {
            [] => throw new CommandException(
                ExitCodes.Failed, ErrorCodes.NotFound,
                isLast ? "There is no task yet. Make one with 'homeport task create'." : $"No task's id begins or ends with '{reference}'. See 'homeport task list'."),
            [var only] => only.Id,
            _ when isLast => found.MaxBy(task => (task.CreatedAt, task.Id))!.Id,
            _ => throw CommandException.Usage(
                $"'{reference}' fits {found.Count} tasks. Give more of the id: {string.Join(", ", found.Take(5).Select(task => task.Id))}."),
        };
    }

    private static async IAsyncEnumerable<UnitTaskView> AllAsync(
        HostClient client, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var request = JsonSerializer.SerializeToElement(
                new ListUnitTasksRequest { Limit = PageSize, Cursor = cursor }, ProtocolJson.Default.ListUnitTasksRequest);
            var result = await client.CallAsync("listUnitTasks", request, cancellationToken);
            foreach (var task in result.GetProperty("tasks").EnumerateArray())
            {
                yield return task.Deserialize(ProtocolJson.Default.UnitTaskView)!;
            }

            cursor = result.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
            if (cursor is null)
            {
                break;
            }
        }
    }
}
