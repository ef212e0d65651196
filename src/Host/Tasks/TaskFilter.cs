using Homeport.Domain.Tasks;

namespace Homeport.Host.Tasks;

/// <summary>Which tasks are listed.</summary>
internal sealed record TaskFilter
{
    public required string WorkspaceId { get; init; }
    public string? ProjectId { get; init; }
    public IReadOnlyList<UnitTaskState> States { get; init; } = [];
    public string? AgentType { get; init; }
    public IReadOnlyList<string> Words { get; init; } = [];
    public bool Archived { get; init; }
    public bool Deleted { get; init; }

    /// <summary>Only tasks before this id: the cursor.</summary>
    public string? Before { get; init; }

    public required int Limit { get; init; }

    public (string Where, (string Name, object? Value)[] Parameters) ToSql()
    {
        var where = new List<string> { "workspace_id = @workspace" };
        var parameters = new List<(string, object?)> { ("workspace", WorkspaceId), ("limit", Limit) };
        where.Add(Deleted ? "deleted_at IS NOT NULL" : "deleted_at IS NULL");
        if (!Deleted)
        {
            where.Add(Archived ? "archived_at IS NOT NULL" : "archived_at IS NULL");
        }

        Add("project_id = @project", "project", ProjectId);
        Add("agent_type = @agent", "agent", AgentType);
        Add("id < @before", "before", Before);
        if (States.Count > 0)
        {
            where.Add($"state IN ({string.Join(", ", States.Select((_, index) => $"@state{index}"))})");
            parameters.AddRange(States.Select((state, index) => ($"state{index}", (object?)TaskWords.Of(state))));
        }

        foreach (var (index, word) in Words.Index())
        {
            where.Add($"(LOWER(title) LIKE @word{index} ESCAPE '\\' OR LOWER(prompt) LIKE @word{index} ESCAPE '\\')");
            parameters.Add(($"word{index}", $"%{Escape(word)}%"));
        }

        return (string.Join(" AND ", where), [.. parameters]);

        void Add(string condition, string name, string? value)
        {
            if (value is not null)
            {
                where.Add(condition);
                parameters.Add((name, value));
            }
        }
    }

    private static string Escape(string word) => word.ToLowerInvariant()
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
