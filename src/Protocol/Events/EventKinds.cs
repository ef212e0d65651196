namespace Homeport.Protocol.Events;

/// <summary>The kinds of events. The first group is written by sessions, the second tells that a thing changed.</summary>
public static class EventKinds
{
    public const string SessionStarted = "session_started";
    public const string UserMessage = "user_message";
    public const string AgentMessage = "agent_message";
    public const string AgentThought = "agent_thought";
    public const string ToolCall = "tool_call";
    public const string Plan = "plan";
    public const string ApprovalRequested = "approval_requested";
    public const string ApprovalResolved = "approval_resolved";
    public const string Usage = "usage";
    public const string Commands = "commands";
    public const string Config = "config";
    public const string Notice = "notice";
    public const string Error = "error";
    public const string TurnStarted = "turn_started";
    public const string TurnEnded = "turn_ended";

    /// <summary>A worktree was set up, or could not be.</summary>
    public const string SetupEnded = "setup_ended";

    public const string SessionEnded = "session_ended";

    /// <summary>A message and all after it was taken back.</summary>
    public const string Rewound = "rewound";

    public const string RewindUndone = "rewind_undone";

    /// <summary>The first word of a task that was forked.</summary>
    public const string Forked = "forked";

    /// <summary>The first word of a task that goes on with a session from outside of Homeport.</summary>
    public const string Imported = "imported";

    /// <summary>Another agent goes on.</summary>
    public const string HandedOver = "handed_over";

    /// <summary>The servers of the Model Context Protocol that a session has.</summary>
    public const string McpServers = "mcp_servers";

    /// <summary>What a program in a terminal seems to do.</summary>
    public const string Activity = "activity";

    /// <summary>Anything an agent said that is not known: kept and shown as it is, never dropped.</summary>
    public const string Raw = "raw";

    public const string TaskChanged = "task_changed";
    public const string TaskPurged = "task_purged";
    public const string TaskCommandChanged = "task_command_changed";
    public const string QueueChanged = "queue_changed";
    public const string CommentsChanged = "comments_changed";
    public const string RepositoryChanged = "repository_changed";
    public const string RepositoryRemoved = "repository_removed";
    public const string RepositoryGroupChanged = "repository_group_changed";
    public const string RepositoryGroupRemoved = "repository_group_removed";
    public const string TerminalChanged = "terminal_changed";
    public const string TerminalRemoved = "terminal_removed";
    public const string ServiceChanged = "service_changed";
    public const string ServiceRemoved = "service_removed";
    public const string PermissionRuleChanged = "permission_rule_changed";
    public const string PermissionRuleRemoved = "permission_rule_removed";
    public const string RaceChanged = "race_changed";
    public const string McpServerChanged = "mcp_server_changed";
    public const string McpServerRemoved = "mcp_server_removed";
}
