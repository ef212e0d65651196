import { placeOf, type Item, type Timeline, type ToolItem } from './items';

/** What is drawn as one row of the timeline. */
export type Row = { readonly key: string; /** Follows another tool card closely. */ readonly tight: boolean } & (
  | { readonly type: 'item'; readonly item: Item; readonly children: readonly Item[] }
  | { readonly type: 'group'; readonly items: readonly ToolItem[] }
);

export interface Rows {
  readonly timeline: Timeline;
  readonly list: readonly Row[];
  /** For each row, the place of its first item. */
  readonly starts: readonly number[];
}

const none: readonly Item[] = [];
const hidden = new Set<Item['type']>(['turn_started']);

/** What a rewind took back; it stands in the log. */
function undoneTurns(timeline: Timeline): ReadonlySet<string> {
  return new Set(timeline.rewinds.flatMap((one) => one.turns));
}

function isGone(timeline: Timeline, undone: ReadonlySet<string>, item: Item): boolean {
  if (item.type === 'rewound') return !timeline.rewinds.some((one) => one.rewindId === item.payload.rewindId);
  return item.turnId !== undefined && undone.has(item.turnId);
}

/** Reading and searching is told in one line. */
function groups(item: Item): item is ToolItem {
  return item.type === 'tool_call' && (item.call.kind === 'read' || item.call.kind === 'search') && item.call.status !== 'failed' && item.call.status !== 'declined';
}

function isCard(item: Item | undefined): boolean {
  return item !== undefined && (item.type === 'tool_call' || item.type === 'agent_thought' || item.type === 'plan' || item.type === 'raw' || item.type === 'approval');
}

/** The rows of a timeline. Rows before the first item that changed are taken over from `before`, so a stream costs what is new. */
export function rowsOf(timeline: Timeline, before?: Rows): Rows {
  const { items } = timeline;
  const parent = (item: Item) => (item.parentItemId === undefined ? undefined : placeOf(timeline, item.parentItemId));
  let first = 0;
  // What was taken back, or came back, may stand anywhere.
  if (before !== undefined && before.timeline.rewinds !== timeline.rewinds) return rowsOf(timeline);
  // What is no row, such as what an agent used so far, may have changed all the same.
  if (before !== undefined && before.timeline.items === items) return before.timeline === timeline ? before : { ...before, timeline };
  const undone = undoneTurns(timeline);
  const isHidden = (item: Item) => isGone(timeline, undone, item) || hidden.has(item.type);
  if (before !== undefined) {
    const old = before.timeline.items;
    while (first < items.length && items[first] === old[first]) first += 1;
  }
  for (let place = first; place < items.length; place += 1) {
    const item = items[place];
    const above = item === undefined ? undefined : parent(item);
    if (above !== undefined && above < first) {
      first = above;
    }
  }
  let kept = 0;
  if (before !== undefined) {
    const index = before.starts.findLastIndex((start) => start < first);
    // The last kept row may be a group that grows, so it is made anew.
    kept = Math.max(0, index);
  }
  const list: Row[] = before?.list.slice(0, kept) ?? [];
  const starts: number[] = before?.starts.slice(0, kept) ?? [];
  const from = before?.starts[kept] ?? 0;

  const children = new Map<string, Item[]>();
  for (let place = from; place < items.length; place += 1) {
    const item = items[place];
    if (item?.parentItemId !== undefined && parent(item) !== undefined) {
      const siblings = children.get(item.parentItemId);
      if (siblings === undefined) children.set(item.parentItemId, [item]);
      else siblings.push(item);
    }
  }

  const last = list.at(-1);
  let previous: Item | undefined = last === undefined ? undefined : last.type === 'group' ? last.items[0] : last.item;
  for (let place = from; place < items.length; place += 1) {
    const item = items[place];
    if (item === undefined || isHidden(item) || (item.parentItemId !== undefined && parent(item) !== undefined)) continue;
    const run = groups(item) ? runFrom(timeline, place, item, undone) : [];
    const tight = isCard(item) && isCard(previous);
    starts.push(place);
    if (run.length > 1) {
      list.push({ type: 'group', key: item.id, tight, items: run.map((one) => one.item) });
      place = run.at(-1)?.place ?? place;
    } else list.push({ type: 'item', key: item.id, tight, item: toldBefore(item, previous) ? quietly(item) : item, children: children.get(item.id) ?? none });
    previous = item;
  }
  return { timeline, list, starts };
}

/** The end of a turn does not repeat the error that stands right above it. */
function toldBefore(item: Item, previous: Item | undefined): boolean {
  return item.type === 'turn_ended' && previous?.type === 'error' && previous.payload.message === item.payload.failure?.message;
}

function quietly(item: Item): Item {
  if (item.type !== 'turn_ended') return item;
  const { failure: _, ...payload } = item.payload;
  return { ...item, payload };
}

function runFrom(timeline: Timeline, start: number, first: ToolItem, undone: ReadonlySet<string>): { item: ToolItem; place: number }[] {
  const run = [{ item: first, place: start }];
  for (let place = start + 1; place < timeline.items.length; place += 1) {
    const next = timeline.items[place];
    if (next === undefined || !groups(next) || next.call.kind !== first.call.kind || next.parentItemId !== first.parentItemId || isGone(timeline, undone, next)) break;
    run.push({ item: next, place });
  }
  return run;
}
