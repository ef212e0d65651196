using Homeport.Protocol.Events;

namespace Homeport.Agents.Conversations;

/// <summary>The tool calls that have begun and not ended, for telling what an agent that says nothing waits for.</summary>
internal sealed class RunningTools
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _titles = new(StringComparer.Ordinal);

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<string> Titles
    {
        get
        {
            lock (_gate)
            {
                return [.. _titles.Values];
            }
        }
    }

    public void Note(string itemId, ToolCallPayload call)
    {
        lock (_gate)
        {
            if (call.Status is ToolStatus.Completed or ToolStatus.Failed or ToolStatus.Declined)
            {
                _titles.Remove(itemId);
            }
            else if (call.Status is not null || _titles.ContainsKey(itemId))
            {
                _titles[itemId] = call.Title ?? _titles.GetValueOrDefault(itemId) ?? "a tool";
            }
        }
    }
}
