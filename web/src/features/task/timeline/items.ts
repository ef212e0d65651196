import type {
  ActivityPayload, ApprovalDecision, ApprovalState, ApprovalView, CommandsPayload, ConfigPayload, ErrorPayload, ForkedPayload, HandedOverPayload, ImportedPayload, NoticePayload, PlanPayload, RawPayload,
  RewoundPayload, SessionEndedPayload, SessionMcpServer, SessionStartedPayload, TokenUsage, ToolCallPayload, TurnEndedPayload, TurnStartedPayload, UserMessagePayload,
} from '@/api';

interface ItemBase {
  readonly id: string;
  /** When it was first heard of; ISO-8601. */
  readonly at: string;
  readonly turnId: string | undefined;
  /** The tool call of the sub-agent that this belongs to. */
  readonly parentItemId?: string | undefined;
}

/** What an agent writes or thinks. `from` is the offset where the known text begins: its head may stand on an older page. */
export interface TextItem extends ItemBase {
  readonly type: 'agent_message' | 'agent_thought';
  readonly text: string;
  readonly from: number;
  /** The agent gave the whole text at once: it replaces what was known. */
  readonly whole: boolean;
  readonly done: boolean;
  readonly lastAt: string;
}

export interface ToolItem extends ItemBase {
  readonly type: 'tool_call';
  readonly call: ToolCallPayload;
  /** When it came to an end. */
  readonly endedAt: string | undefined;
}

export interface ApprovalItem extends ItemBase {
  readonly type: 'approval';
  /** None while the request stands on an older page. */
  readonly approval: ApprovalView | undefined;
  readonly state: ApprovalState;
  readonly decision: ApprovalDecision | undefined;
}

interface Simple<T extends string, P> extends ItemBase {
  readonly type: T;
  readonly payload: P;
}

export type PlanItem = Simple<'plan', PlanPayload>;
export type SimpleItem =
  | PlanItem
  | Simple<'user_message', UserMessagePayload>
  | Simple<'notice', NoticePayload>
  | Simple<'error', ErrorPayload>
  | Simple<'turn_started', TurnStartedPayload>
  | Simple<'turn_ended', TurnEndedPayload>
  | Simple<'session_started', SessionStartedPayload>
  | Simple<'session_ended', SessionEndedPayload>
  | Simple<'rewound', RewoundPayload>
  | Simple<'forked', ForkedPayload>
  | Simple<'handed_over', HandedOverPayload>
  | Simple<'imported', ImportedPayload>
  | Simple<'raw', RawPayload>;

/** One thing of the timeline: events of one item folded together. */
export type Item = TextItem | ToolItem | ApprovalItem | SimpleItem;

/** What a range of a task's events comes to. Two adjoining ranges are joined without reading their events again. */
export interface Timeline {
  readonly items: readonly Item[];
  /** Place of each item; grows with appends, so an entry counts only if the item stands there. */
  readonly places: Map<string, number>;
  readonly plan: PlanPayload | undefined;
  readonly usage: TokenUsage | undefined;
  readonly commands: CommandsPayload['commands'] | undefined;
  readonly config: ConfigPayload | undefined;
  /** The session's MCP servers, each as it was told last. */
  readonly mcpServers: readonly SessionMcpServer[];
  /** What a program in a terminal seemed to do last. */
  readonly activity: ActivityPayload | undefined;
  /** The rewinds that hold, oldest first, and whether something was said since the last one. */
  readonly rewinds: readonly RewoundPayload[];
  /** Rewinds that were taken back, which an older page may still tell of. */
  readonly unwound: readonly string[];
  readonly spoken: boolean;
  /** The highest sequence in it; 0 for none. */
  readonly last: number;
  /** Text is missing in the middle: what is known must be read anew. */
  readonly gap: boolean;
  /** So many of the last items are known by live text alone; what is stored is older and stands before them. */
  readonly early: number;
}

export const emptyTimeline: Timeline = {
  items: [], places: new Map(), plan: undefined, usage: undefined, commands: undefined, config: undefined, mcpServers: [], activity: undefined, rewinds: [], unwound: [], spoken: false, last: 0, gap: false, early: 0,
};

export function placeOf(timeline: Timeline, id: string): number | undefined {
  const place = timeline.places.get(id);
  return place !== undefined && timeline.items[place]?.id === id ? place : undefined;
}
