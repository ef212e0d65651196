import { describe, expect, it } from 'vitest';
import type { EventView } from '@/api';
import { fold, foldDeltas, join, timelineOf } from './fold';
import { emptyTimeline, type TextItem, type Timeline, type ToolItem } from './items';
import { rowsOf } from './rows';

const at = '2026-11-20T14:00:00.000Z';

function event(sequence: number, kind: string, payload: unknown, itemId?: string): EventView {
  return { sequence, kind, at, taskId: 't', turnId: 'turn', payload, ...(itemId === undefined ? {} : { itemId }) };
}

const say = (sequence: number, append: string, offset: number, done = false) => event(sequence, 'agent_message', { append, offset, done }, 'm');
const started = (sequence: number, more: object) => event(sequence, 'session_started', { agentType: 'claude_code', ...more });
const delta = (text: string, offset: number) => ({ taskId: 't', sessionId: 's', turnId: 'turn', itemId: 'm', kind: 'agent_message', offset, text });
const textOf = (timeline: { items: readonly unknown[] }) => (timeline.items[0] as TextItem).text;

describe('text', () => {
  it('is put together from its pieces', () => {
    const timeline = timelineOf([say(1, 'One ', 0), say(2, 'two', 4, true)]);
    expect(textOf(timeline)).toBe('One two');
    expect((timeline.items[0] as TextItem).done).toBe(true);
  });

  it('that is known already is not added twice, whether it came as a delta or was stored', () => {
    let timeline = foldDeltas(timelineOf([]), [delta('One ', 0), delta('two', 4)], at);
    timeline = fold(timeline, [say(1, 'One two', 0)]);
    timeline = fold(timeline, [say(1, 'One two', 0)]);
    timeline = foldDeltas(timeline, [delta('two', 4)], at);
    expect(textOf(timeline)).toBe('One two');
    expect(timeline.gap).toBe(false);
  });

  it('that overtakes what is on its way to the store stands behind it in the end', () => {
    let timeline = foldDeltas(timelineOf([]), [delta('One ', 0)], at);
    timeline = fold(timeline, [started(1, {})]);
    expect(timeline.items.map((item) => item.type)).toEqual(['session_started', 'agent_message']);
    timeline = fold(timeline, [say(2, 'One ', 0), event(3, 'notice', { code: 'quiet', message: 'Quiet.' })]);
    timeline = foldDeltas(timeline, [delta('two', 4)], at);
    expect(timeline.items.map((item) => item.type)).toEqual(['session_started', 'agent_message', 'notice']);
    expect((timeline.items[1] as TextItem).text).toBe('One two');
    expect(timeline.early).toBe(0);
  });

  it('that overlaps is added from where the known text ends', () => {
    const timeline = fold(foldDeltas(timelineOf([]), [delta('One ', 0)], at), [say(1, 'One two', 0)]);
    expect(textOf(timeline)).toBe('One two');
  });

  it('stored with a hole tells of the gap and keeps what is known', () => {
    const timeline = fold(timelineOf([say(1, 'One', 0)]), [say(2, 'four', 12)]);
    expect(timeline.gap).toBe(true);
    expect(textOf(timeline)).toBe('One');
  });

  it('that came before the page was open is left to the stored event', () => {
    let timeline = foldDeltas(timelineOf([say(1, 'One ', 0)]), [delta('three', 8)], at);
    expect(textOf(timeline)).toBe('One ');
    timeline = foldDeltas(fold(timeline, [say(2, 'two three', 4)]), [delta('!', 13)], at);
    expect(timeline.gap).toBe(false);
    expect(textOf(timeline)).toBe('One two three!');
  });

  it('given whole replaces everything', () => {
    const timeline = timelineOf([say(1, 'Draft of a long text', 0), event(2, 'agent_message', { text: 'Final' }, 'm')]);
    expect(textOf(timeline)).toBe('Final');
  });

  it('that only ends keeps its words', () => {
    const newer = timelineOf([event(2, 'agent_message', { done: true }, 'm')]);
    expect(textOf(join(timelineOf([say(1, 'Words', 0)]), newer))).toBe('Words');
  });
});

describe('events', () => {
  it('are folded once, in the order of their sequence', () => {
    const events = [event(3, 'tool_call', { status: 'completed', exitCode: 0 }, 'x'), event(1, 'tool_call', { title: 'ls', kind: 'execute', status: 'pending' }, 'x')];
    const timeline = fold(timelineOf(events), events);
    expect(timeline.items).toHaveLength(1);
    expect((timeline.items[0] as ToolItem).call).toEqual({ title: 'ls', kind: 'execute', status: 'completed', exitCode: 0 });
    expect((timeline.items[0] as ToolItem).endedAt).toBe(at);
  });

  it('upsert: omitted is as before, null clears', () => {
    const timeline = timelineOf([event(1, 'tool_call', { title: 'a', input: { q: 1 } }, 'x'), event(2, 'tool_call', { input: null }, 'x')]);
    expect((timeline.items[0] as ToolItem).call).toEqual({ title: 'a', input: null });
  });

  it('of other kinds make no item but keep what they tell', () => {
    const timeline = timelineOf([event(1, 'usage', { costUsd: 1 }), event(2, 'usage', { contextUsed: 5 }), event(3, 'commands', { commands: [{ name: 'init' }] }), event(4, 'task_changed', {})]);
    expect(timeline.items).toEqual([]);
    expect(timeline.usage).toEqual({ costUsd: 1, contextUsed: 5 });
    expect(timeline.commands).toEqual([{ name: 'init' }]);
    expect(timeline.last).toBe(4);
  });

  it('a request and its answer are one item', () => {
    const approval = { id: 'a', state: 'pending' };
    const timeline = timelineOf([event(1, 'approval_requested', { approval }), event(2, 'approval_resolved', { approvalId: 'a', state: 'resolved', decision: { by: 'Mara' } })]);
    expect(timeline.items).toMatchObject([{ state: 'resolved', decision: { by: 'Mara' }, approval }]);
  });
});

describe('pages', () => {
  const events = [
    event(1, 'user_message', { text: 'go' }, 'u'), say(2, 'One ', 0), event(3, 'tool_call', { title: 'ls', kind: 'execute', status: 'in_progress' }, 'x'), say(4, 'two ', 4),
    event(5, 'tool_call', { status: 'completed' }, 'x'), say(6, 'three', 8, true), event(7, 'turn_ended', { outcome: 'completed' }),
  ];

  it.each([1, 2, 3, 4, 5, 6])('joined at a seam after %i events are the same as read in one go', (seam) => {
    const joined = join(timelineOf(events.slice(0, seam)), timelineOf(events.slice(seam)));
    const whole = timelineOf(events);
    expect(joined.items).toEqual(whole.items);
    expect(joined.last).toBe(whole.last);
    expect(fold(joined, [say(8, '!', 13)]).items).toEqual(fold(whole, [say(8, '!', 13)]).items);
  });

  it('leave the states they came from as they were', () => {
    const before = timelineOf(events.slice(0, 3));
    const items = before.items;
    fold(before, events.slice(3));
    expect(before.items).toBe(items);
    expect(before.items).toHaveLength(3);
  });
});

describe('a session', () => {
  it('that tells more of itself in the same turn is one line', () => {
    const timeline = timelineOf([started(1, {}), started(2, { nativeSessionId: 'n' })]);
    expect(timeline.items).toHaveLength(1);
    expect(timeline.items[0]).toMatchObject({ payload: { nativeSessionId: 'n' } });
  });
});

const entry = (sequence: number, kind: string, payload: object, turnId?: string): EventView => ({ sequence, kind, at, payload, ...(turnId === undefined ? {} : { turnId }) });
const kinds = (timeline: Timeline) => rowsOf(timeline).list.map((row) => (row.type === 'item' ? row.item.type : 'group'));

describe('a rewind', () => {
  const talk = [entry(1, 'user_message', { text: 'one' }, 't1'), entry(2, 'user_message', { text: 'two' }, 't2')];
  const rewound = entry(3, 'rewound', { rewindId: 'r', turn: 2, turns: ['t2'], means: 'native' });

  it('hides what it took back until it is undone, in whatever pieces the events come', () => {
    const back = fold(emptyTimeline, [...talk, rewound]);
    expect(kinds(back)).toEqual(['user_message', 'rewound']);
    expect(kinds(join(timelineOf(talk), timelineOf([rewound])))).toEqual(['user_message', 'rewound']);
    const undone = entry(4, 'rewind_undone', { rewindId: 'r' });
    expect(kinds(fold(back, [undone]))).toEqual(['user_message', 'user_message']);
    expect(kinds(join(timelineOf([...talk, rewound]), timelineOf([undone])))).toEqual(['user_message', 'user_message']);
  });

  it('can be undone until something is said', () => {
    const back = fold(emptyTimeline, [...talk, rewound]);
    expect([back.spoken, back.rewinds.at(-1)?.rewindId]).toEqual([false, 'r']);
    expect(fold(back, [entry(4, 'user_message', { text: 'three' }, 't3')]).spoken).toBe(true);
  });
});
