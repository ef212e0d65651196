using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Acp;

/// <summary>To-do lists.</summary>
internal static class AcpPlan
{
    public static IEnumerable<PlanEntry> EntriesOf(JsonElement plan) => plan.Items("entries").Select(entry => new PlanEntry
    {
        Content = entry.Text("status") == "cancelled" ? $"{entry.Text("content")} (cancelled)" : entry.Text("content") ?? "",
        Status = entry.Text("status") switch
        {
            "completed" or "cancelled" => PlanEntryStatus.Completed,
            "in_progress" => PlanEntryStatus.InProgress,
            _ => PlanEntryStatus.Pending,
        },
    });
}
