using Homeport.Domain;
using Homeport.Protocol.Events;

namespace Homeport.Host.Events;

/// <summary>The two topics that a client can ask for, as kinds of events.</summary>
internal static class EventTopics
{
    private const string Tasks = "tasks";
    private const string Sessions = "sessions";

    private static readonly string[] Changes =
    [
        EventKinds.TaskChanged, EventKinds.TaskPurged, EventKinds.QueueChanged, EventKinds.CommentsChanged, EventKinds.RepositoryChanged,
        EventKinds.RepositoryRemoved, EventKinds.RepositoryGroupChanged, EventKinds.RepositoryGroupRemoved,
        EventKinds.TerminalChanged, EventKinds.TerminalRemoved,
        EventKinds.ServiceChanged, EventKinds.ServiceRemoved,
        EventKinds.PermissionRuleChanged, EventKinds.PermissionRuleRemoved, EventKinds.RaceChanged,
        EventKinds.McpServerChanged, EventKinds.McpServerRemoved,
    ];

    private static readonly string[] Words =
    [
        EventKinds.SessionStarted, EventKinds.UserMessage, EventKinds.AgentMessage, EventKinds.AgentThought, EventKinds.ToolCall,
        EventKinds.Plan, EventKinds.ApprovalRequested, EventKinds.ApprovalResolved, EventKinds.Usage, EventKinds.Commands,
        EventKinds.Config, EventKinds.Notice, EventKinds.Error, EventKinds.TurnStarted, EventKinds.TurnEnded, EventKinds.SessionEnded,
        EventKinds.Raw, EventKinds.Activity, EventKinds.McpServers, EventKinds.Rewound, EventKinds.RewindUndone, EventKinds.Forked, EventKinds.Imported, EventKinds.HandedOver,
    ];

    /// <param name="kinds">Null for every kind.</param>
    public static Problem? Read(IReadOnlyList<string>? topics, out IReadOnlyList<string>? kinds)
    {
        kinds = null;
        if (topics is null)
        {
            return null;
        }

        var errors = topics.Select((topic, index) => (topic, index)).Where(entry => entry.topic is not (Tasks or Sessions))
            .Select(entry => new FieldError($"topics/{entry.index}", $"Must be one of {Tasks}, {Sessions}.")).ToList();
        if (topics.Count == 0)
        {
            errors.Add(new FieldError("topics", $"Must name {Tasks} or {Sessions}, or be left out for both."));
        }

        kinds = (topics.Contains(Tasks), topics.Contains(Sessions)) switch
        {
            (true, false) => Changes,
            (false, true) => Words,
            _ => null,
        };
        return errors.Count == 0
            ? null
            : new Problem(ProblemCode.InvalidRequest, "The subscription was not made; errors tells what to change.") { Errors = errors };
    }
}
