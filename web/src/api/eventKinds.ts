import type {
  ActivityPayload, ApprovalRequestedPayload, ApprovalResolvedPayload, CommandsPayload, CommentsChangedPayload, ConfigPayload, ErrorPayload,
  EventView, ForkedPayload, HandedOverPayload, ImportedPayload, McpServerChangedPayload, McpServersPayload, NoticePayload, PermissionRuleChangedPayload, PlanPayload, QueueChangedPayload, RaceChangedPayload, RawPayload, RemovedPayload, RepositoryChangedPayload, RepositoryGroupChangedPayload, RewindUndonePayload, RewoundPayload,
  ServiceChangedPayload, SessionEndedPayload, SessionStartedPayload, SetupEndedPayload, TaskChangedPayload, TaskCommandChangedPayload, TerminalChangedPayload, TextPayload, TokenUsage, ToolCallPayload, TurnEndedPayload, TurnStartedPayload,
  UserMessagePayload,
} from './types.gen';

/** The payload of each kind of event. */
export interface EventPayloads {
  session_started: SessionStartedPayload;
  user_message: UserMessagePayload;
  agent_message: TextPayload;
  agent_thought: TextPayload;
  tool_call: ToolCallPayload;
  plan: PlanPayload;
  approval_requested: ApprovalRequestedPayload;
  approval_resolved: ApprovalResolvedPayload;
  usage: TokenUsage;
  commands: CommandsPayload;
  config: ConfigPayload;
  notice: NoticePayload;
  error: ErrorPayload;
  turn_started: TurnStartedPayload;
  turn_ended: TurnEndedPayload;
  setup_ended: SetupEndedPayload;
  session_ended: SessionEndedPayload;
  activity: ActivityPayload;
  raw: RawPayload;
  rewound: RewoundPayload;
  rewind_undone: RewindUndonePayload;
  forked: ForkedPayload;
  handed_over: HandedOverPayload;
  imported: ImportedPayload;
  task_changed: TaskChangedPayload;
  task_purged: RemovedPayload;
  queue_changed: QueueChangedPayload;
  task_command_changed: TaskCommandChangedPayload;
  comments_changed: CommentsChangedPayload;
  repository_changed: RepositoryChangedPayload;
  repository_removed: RemovedPayload;
  repository_group_changed: RepositoryGroupChangedPayload;
  repository_group_removed: RemovedPayload;
  terminal_changed: TerminalChangedPayload;
  terminal_removed: RemovedPayload;
  service_changed: ServiceChangedPayload;
  service_removed: RemovedPayload;
  permission_rule_changed: PermissionRuleChangedPayload;
  permission_rule_removed: RemovedPayload;
  race_changed: RaceChangedPayload;
  mcp_servers: McpServersPayload;
  mcp_server_changed: McpServerChangedPayload;
  mcp_server_removed: RemovedPayload;
}

export type EventKind = keyof EventPayloads;

/** An event whose kind is known, so its payload is too. `switch (event.kind)` narrows both. */
export type KnownEvent = { [K in EventKind]: Omit<EventView, 'kind' | 'payload'> & { readonly kind: K; readonly payload: EventPayloads[K] } }[EventKind];

/** The wire carries the kind as text; events of kinds that this client does not know stay as they are. */
export function asKnown(event: EventView): KnownEvent {
  return event as KnownEvent;
}
