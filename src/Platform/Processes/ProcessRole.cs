namespace Homeport.Platform.Processes;

/// <summary>
/// What a process is there for. It stands in its environment, so that every descendant has it too and the processes of a
/// machine can be shown by the task they work for, also by somebody who did not start them.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The id of the session, terminal or service. No spaces.</param>
/// <param name="TaskId">The task it works for; null where it works for none.</param>
public sealed record ProcessRole(ProcessKind Kind, string Id, string? TaskId)
{
    /// <summary>The environment variable with <see cref="TaskId"/>.</summary>
    public const string TaskVariable = "HOMEPORT_TASK";

    /// <summary>The environment variable with kind and id, such as <c>agent/019a…</c>.</summary>
    public const string Variable = "HOMEPORT_ROLE";

    /// <summary>As entries of an environment.</summary>
    internal IEnumerable<string> Entries()
    {
        yield return $"{Variable}={Kind.ToString().ToLowerInvariant()}/{Id}";
        if (TaskId is not null)
        {
            yield return $"{TaskVariable}={TaskId}";
        }
    }

    /// <summary>Reads what <see cref="Entries"/> wrote; a foreign value is <see cref="ProcessKind.Other"/>.</summary>
    internal static (ProcessKind Kind, string? Id) Parse(string? value)
    {
        if (value is null)
        {
            return (ProcessKind.Other, null);
        }

        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && Enum.TryParse<ProcessKind>(value[..slash], ignoreCase: true, out var kind)
            ? (kind, value[(slash + 1)..])
            : (ProcessKind.Other, null);
    }
}

/// <summary>What kinds of processes there are.</summary>
public enum ProcessKind
{
    Other,
    Agent,
    Terminal,
    Service,
}
