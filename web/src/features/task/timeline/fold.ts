import { asKnown, type EventView, type KnownEvent, type TextDelta, type TextPayload } from '@/api';
import { emptyTimeline, type ApprovalItem, type Item, type SimpleItem, type TextItem, type Timeline, type ToolItem } from './items';

/** Adds stored events. What was folded before is ignored, so a replay does no harm. */
export function fold(known: Timeline, events: readonly EventView[]): Timeline {
  const draft = new Draft(known);
  for (const event of events.toSorted((a, b) => a.sequence - b.sequence)) draft.add(asKnown(event));
  return draft.end();
}

/** Adds text as it comes, before it is stored. What does not adjoin the known text is left to the stored event, which follows within a moment. */
export function foldDeltas(known: Timeline, deltas: readonly TextDelta[], at: string): Timeline {
  const draft = new Draft(known);
  for (const delta of deltas) draft.delta(delta, at);
  return draft.end();
}

/** Puts an older range before a newer one; items that reach over the seam become one. */
export function join(older: Timeline, newer: Timeline): Timeline {
  const items: Item[] = [...older.items];
  const places = new Map<string, number>();
  items.forEach((item, place) => places.set(item.id, place));
  let gap = older.gap || newer.gap;
  for (const item of newer.items) {
    const place = places.get(item.id);
    const before = place === undefined ? undefined : items[place];
    if (place === undefined || before === undefined) {
      places.set(item.id, items.length);
      items.push(item);
    } else {
      const joined = joinItems(before, item);
      items[place] = joined.item;
      gap ||= joined.gap;
    }
  }
  return {
    items, places, gap,
    plan: newer.plan ?? older.plan,
    usage: newer.usage ?? older.usage,
    commands: newer.commands ?? older.commands,
    config: newer.config === undefined ? older.config : { ...older.config, ...newer.config },
    mcpServers: mergeServers(older.mcpServers, newer.mcpServers),
    activity: newer.activity ?? older.activity,
    rewinds: [...older.rewinds.filter((one) => !newer.unwound.includes(one.rewindId)), ...newer.rewinds],
    unwound: [...older.unwound, ...newer.unwound],
    spoken: newer.rewinds.length === 0 && older.rewinds.length > 0 ? newer.spoken || older.spoken : newer.spoken,
    last: Math.max(older.last, newer.last),
    early: newer.items.slice(newer.items.length - newer.early).filter((item) => !older.places.has(item.id)).length,
  };
}

/** What is told later of a server is how it stands. */
function mergeServers(known: Timeline['mcpServers'], told: Timeline['mcpServers']): Timeline['mcpServers'] {
  if (told.length === 0) return known;
  const byName = new Map([...known, ...told].map((one) => [one.name, one]));
  return [...byName.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

export function timelineOf(events: readonly EventView[]): Timeline {
  return fold(emptyTimeline, events);
}

type Head = Pick<TextItem, 'id' | 'type' | 'at' | 'turnId'>;

class Draft {
  readonly #known: Timeline;
  readonly #places: Map<string, number>;
  #items: Item[] | undefined;
  #next: { -readonly [K in keyof Omit<Timeline, 'items' | 'places'>]: Timeline[K] };

  constructor(known: Timeline) {
    this.#known = known;
    // The empty timeline is shared, its places must not be.
    this.#places = known === emptyTimeline ? new Map() : known.places;
    const { items: _, places: __, ...rest } = known;
    this.#next = rest;
  }

  end(): Timeline {
    return { ...this.#next, items: this.#items ?? this.#known.items, places: this.#places };
  }

  add(event: KnownEvent): void {
    if (event.sequence <= this.#next.last) return;
    this.#next.last = event.sequence;
    const base = { id: event.itemId ?? `event-${event.sequence}`, at: event.at, turnId: event.turnId };
    switch (event.kind) {
      case 'agent_message':
      case 'agent_thought':
        this.text({ ...base, type: event.kind }, event.payload);
        break;
      case 'tool_call':
        this.#upsert({ ...base, type: 'tool_call', call: event.payload, parentItemId: event.payload.parentItemId, endedAt: isOver(event.payload.status) ? event.at : undefined });
        break;
      case 'approval_requested': {
        const { approval } = event.payload;
        this.#upsert({ ...base, id: `approval-${approval.id}`, type: 'approval', approval, state: approval.state, decision: approval.decision });
        break;
      }
      case 'approval_resolved':
        this.#upsert({ ...base, id: `approval-${event.payload.approvalId}`, type: 'approval', approval: undefined, state: event.payload.state, decision: event.payload.decision });
        break;
      case 'plan':
        this.#next.plan = event.payload;
        this.#upsert({ ...base, id: event.itemId ?? `plan-${event.turnId ?? ''}`, type: 'plan', payload: event.payload });
        break;
      case 'usage':
        this.#next.usage = { ...this.#next.usage, ...event.payload };
        break;
      case 'commands':
        this.#next.commands = event.payload.commands;
        break;
      case 'rewound':
        this.#next.rewinds = [...this.#next.rewinds, event.payload];
        this.#next.spoken = false;
        this.#upsert({ ...base, type: event.kind, payload: event.payload });
        break;
      case 'rewind_undone': {
        const { rewindId } = event.payload;
        this.#next.rewinds = this.#next.rewinds.filter((one) => one.rewindId !== rewindId);
        this.#next.unwound = [...this.#next.unwound, rewindId];
        this.#next.spoken = false;
        break;
      }
      case 'config':
        this.#next.config = { ...this.#next.config, ...event.payload };
        break;
      case 'mcp_servers':
        this.#next.mcpServers = mergeServers(this.#next.mcpServers, event.payload.servers);
        break;
      case 'activity':
        this.#next.activity = event.payload;
        break;
      default:
        this.#simple(base, event);
    }
  }

  #simple(base: Pick<Item, 'id' | 'at' | 'turnId'>, event: KnownEvent): void {
    switch (event.kind) {
      case 'user_message':
        this.#next.spoken = true;
        this.#upsert({ ...base, type: event.kind, payload: event.payload });
        break;
      case 'forked': this.#upsert({ ...base, type: event.kind, payload: event.payload }); break;
      case 'imported': this.#upsert({ ...base, type: event.kind, payload: event.payload }); break;
      case 'handed_over': this.#upsert({ ...base, type: event.kind, payload: event.payload }); break;
      case 'notice': this.#upsert({ ...base, type: event.kind, payload: event.payload }); break;
      case 'error': this.#upsert({ ...base, type: event.kind, payload: event.payload }); break;
      // Turns and sessions carry no item, and their ends must not swallow their beginnings.
      case 'turn_started': this.#upsert({ ...base, id: `event-${event.sequence}`, type: event.kind, payload: event.payload }); break;
      case 'turn_ended': this.#upsert({ ...base, id: `event-${event.sequence}`, type: event.kind, payload: event.payload }); break;
      // Some agents tell their session's name only while they work: what a turn says of its session is one line.
      case 'session_started': this.#upsert({ ...base, id: `session-${event.turnId ?? event.sequence}`, type: event.kind, payload: event.payload }); break;
      case 'session_ended': this.#upsert({ ...base, id: `event-${event.sequence}`, type: event.kind, payload: event.payload }); break;
      case 'raw': this.#upsert({ ...base, type: event.kind, payload: event.payload }); break;
      default: break;
    }
  }

  delta(delta: TextDelta, at: string): void {
    const known = this.#find(delta.itemId);
    const end = known !== undefined && isText(known) ? known.from + known.text.length : 0;
    if (delta.offset > end) return;
    const type = delta.kind === 'agent_thought' ? 'agent_thought' : 'agent_message';
    this.text({ id: delta.itemId, type, at, turnId: delta.turnId }, { append: delta.text, offset: delta.offset }, false);
  }

  text(head: Head, payload: TextPayload, stored = true): void {
    const known = this.#find(head.id);
    const before = known !== undefined && isText(known) ? known : undefined;
    const parts = { ...head, lastAt: head.at, done: payload.done === true, parentItemId: payload.parentItemId };
    if (typeof payload.text === 'string') {
      this.#upsert({ ...parts, text: payload.text, from: 0, whole: true }, stored);
      return;
    }
    const append = payload.append ?? '';
    const from = payload.offset ?? (before === undefined ? 0 : before.from + before.text.length);
    this.#upsert({ ...parts, text: append, from, whole: false }, stored);
  }

  #find(id: string): Item | undefined {
    const place = this.#places.get(id);
    const item = place === undefined ? undefined : (this.#items ?? this.#known.items)[place];
    return item?.id === id ? item : undefined;
  }

  /** Live text overtakes what is on its way to the store, so something stored goes before all that is not stored yet. */
  #upsert(item: Item, stored = true): void {
    this.#items ??= [...this.#known.items];
    const before = this.#find(item.id);
    const place = this.#places.get(item.id);
    const firstEarly = this.#items.length - this.#next.early;
    if (before === undefined || place === undefined) {
      if (!stored) this.#next.early += 1;
      this.#insert(stored ? firstEarly : this.#items.length, item);
      return;
    }
    const joined = joinItems(before, item);
    this.#next.gap ||= joined.gap;
    if (stored && place >= firstEarly) {
      this.#next.early -= 1;
      this.#items.splice(place, 1);
      this.#insert(firstEarly, joined.item);
    } else {
      this.#items[place] = joined.item;
    }
  }

  #insert(place: number, item: Item): void {
    const items = this.#items ??= [...this.#known.items];
    items.splice(place, 0, item);
    for (let moved = place; moved < items.length; moved += 1) {
      const one = items[moved];
      if (one !== undefined) this.#places.set(one.id, moved);
    }
  }
}

function isOver(status: ToolItem['call']['status']): boolean {
  return status === 'completed' || status === 'failed' || status === 'declined';
}

export function isText(item: Item): item is TextItem {
  return item.type === 'agent_message' || item.type === 'agent_thought';
}

/** The later one is laid over the earlier one. */
function joinItems(before: Item, after: Item): { item: Item; gap: boolean } {
  if (isText(before) && isText(after)) return joinTexts(before, after);
  if (before.type === 'tool_call' && after.type === 'tool_call') return { item: joinTools(before, after), gap: false };
  if (before.type === 'approval' && after.type === 'approval') return { item: joinApprovals(before, after), gap: false };
  if (before.type === after.type) return { item: { ...after, at: before.at } satisfies Item as SimpleItem, gap: false };
  return { item: after, gap: false };
}

function joinTexts(before: TextItem, after: TextItem): { item: TextItem; gap: boolean } {
  const rest = { done: before.done || after.done, lastAt: after.lastAt, parentItemId: after.parentItemId ?? before.parentItemId };
  const end = before.from + before.text.length;
  if (after.whole) return { item: { ...before, ...rest, text: after.text, from: 0, whole: true }, gap: false };
  if (after.text === '') return { item: { ...before, ...rest }, gap: false };
  if (after.from + after.text.length <= end && after.from >= before.from) return { item: { ...before, ...rest }, gap: false };
  if (after.from > end) return { item: { ...before, ...rest }, gap: true };
  if (after.from < before.from) return { item: { ...before, ...rest, text: after.text + before.text.slice(Math.max(0, after.from + after.text.length - before.from)), from: after.from }, gap: after.from + after.text.length < before.from };
  return { item: { ...before, ...rest, text: before.text.slice(0, after.from - before.from) + after.text }, gap: false };
}

/** Omitted is as before, null is cleared. */
function joinTools(before: ToolItem, after: ToolItem): ToolItem {
  return { ...before, call: { ...before.call, ...after.call }, endedAt: after.endedAt ?? before.endedAt, parentItemId: after.parentItemId ?? before.parentItemId };
}

function joinApprovals(before: ApprovalItem, after: ApprovalItem): ApprovalItem {
  return { ...before, approval: before.approval ?? after.approval, state: after.state === 'pending' ? before.state : after.state, decision: after.decision ?? before.decision };
}
