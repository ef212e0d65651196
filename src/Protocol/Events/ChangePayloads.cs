using Homeport.Protocol.Approvals;
using Homeport.Protocol.Commands;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Races;
using Homeport.Protocol.Repositories;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Services;
using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Events;

/// <summary>Payload of <c>task_changed</c>.</summary>
public sealed record TaskChangedPayload(UnitTaskView Task);

/// <summary>Payload of <c>queue_changed</c>: all prompts that wait.</summary>
public sealed record QueueChangedPayload(string TaskId, IReadOnlyList<QueuedPromptView> QueuedPrompts);

/// <summary>Payload of <c>comments_changed</c>: all comments of the task.</summary>
public sealed record CommentsChangedPayload(string TaskId, IReadOnlyList<ReviewCommentView> Comments);

/// <summary>Payload of <c>repository_changed</c>.</summary>
public sealed record RepositoryChangedPayload(RepositoryView Repository);

/// <summary>Payload of <c>repository_group_changed</c>.</summary>
public sealed record RepositoryGroupChangedPayload(RepositoryGroupView RepositoryGroup);

/// <summary>Payload of <c>service_changed</c>. A sidecar comes whole.</summary>
public sealed record ServiceChangedPayload(ServiceStatus Service, SidecarView? Sidecar);

/// <summary>Payload of <c>repository_removed</c>, <c>repository_group_removed</c>, <c>terminal_removed</c>, <c>service_removed</c> and <c>task_purged</c>.</summary>
public sealed record RemovedPayload(string Id);

/// <summary>Payload of <c>permission_rule_changed</c>: as it is now.</summary>
public sealed record PermissionRuleChangedPayload(PermissionRuleView PermissionRule);

/// <summary>Payload of <c>task_command_changed</c>.</summary>
public sealed record TaskCommandChangedPayload(TaskCommandView Command);

/// <summary>Payload of <c>race_changed</c>: as it is now.</summary>
public sealed record RaceChangedPayload(RaceView Race);
