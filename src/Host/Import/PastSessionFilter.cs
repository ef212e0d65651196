using System.Globalization;

namespace Homeport.Host.Import;

/// <summary>Which sessions are listed.</summary>
internal sealed record PastSessionFilter
{
    public IReadOnlyList<string> Words { get; init; } = [];
    public string? AgentType { get; init; }
    public string? Folder { get; init; }

    /// <summary>Also those that came about in a task.</summary>
    public bool All { get; init; }

    /// <summary>Only sessions after this one in the list.</summary>
    public (long LastAt, string Id)? After { get; init; }

    public required int Limit { get; init; }

    public (string Where, (string Name, object? Value)[] Parameters) ToSql()
    {
        var where = new List<string> { "p.is_part = 0 AND p.messages > 0" };
        var parameters = new List<(string, object?)> { ("limit", Limit) };
        if (AgentType is not null)
        {
            where.Add("p.agent_type = @agent");
            parameters.Add(("agent", AgentType));
        }

        if (Folder is not null)
        {
            where.Add("(p.folder = @folder OR p.folder LIKE @below ESCAPE '\\')");
            parameters.AddRange([("folder", Folder), ("below", $"{Escape(Folder)}/%")]);
        }

        if (!All)
        {
            where.Add(
                """
                (EXISTS (SELECT 1 FROM past_session_tasks l WHERE l.agent_type = p.agent_type AND l.native_id = p.native_id)
                    OR NOT EXISTS (SELECT 1 FROM agent_sessions a WHERE a.native_session_id = p.native_id AND a.agent_type = p.agent_type))
                """);
        }

        if (After is { } after)
        {
            where.Add("(p.last_at < @at OR (p.last_at = @at AND p.id < @after))");
            parameters.AddRange([("at", after.LastAt), ("after", after.Id)]);
        }

        foreach (var (index, word) in Words.Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"word{index}");
            where.Add($"(p.heading LIKE @{name} ESCAPE '\\' OR p.words LIKE @{name} ESCAPE '\\')");
            parameters.Add((name, $"%{Escape(word.ToLowerInvariant())}%"));
        }

        return (string.Join(" AND ", where), [.. parameters]);
    }

    private static string Escape(string word) => word
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
