import { describe, expect, it } from 'vitest';
import type { EventView } from '@/api';
import { emptyTimeline } from './items';
import { fold } from './fold';
import { rowsOf, type Row } from './rows';

const at = '2026-11-20T14:00:00.000Z';
let sequence = 0;
const tool = (itemId: string, payload: object): EventView => ({ sequence: (sequence += 1), kind: 'tool_call', at, payload, itemId });
const say = (itemId: string, append: string): EventView => ({ sequence: (sequence += 1), kind: 'agent_message', at, payload: { append }, itemId });
const shape = (rows: readonly Row[]) => rows.map((row) => (row.type === 'group' ? `group ${row.items.map((item) => item.id).join('+')}` : `${row.item.id}${row.children.length > 0 ? `[${row.children.map((one) => one.id).join(',')}]` : ''}`));

describe('rows', () => {
  it('group neighbouring reads, keep a failed one apart, and put a sub-agent’s steps under it', () => {
    const timeline = fold(emptyTimeline, [
      tool('r1', { kind: 'read', status: 'completed' }), tool('r2', { kind: 'read', status: 'completed' }), tool('r3', { kind: 'read', status: 'failed' }),
      tool('agent', { kind: 'agent' }), tool('c1', { kind: 'read', parentItemId: 'agent' }), say('m', 'done'),
    ]);
    expect(shape(rowsOf(timeline).list)).toEqual(['group r1+r2', 'r3', 'agent[c1]', 'm']);
  });

  it('made step by step are the same as made at once, and rows that did not change stay the same objects', () => {
    const events = [
      say('m1', 'Hello'), tool('r1', { kind: 'read' }), tool('r2', { kind: 'read' }), tool('a', { kind: 'agent' }), tool('c1', { kind: 'search', parentItemId: 'a' }), tool('r3', { kind: 'read' }),
      tool('c2', { kind: 'search', parentItemId: 'a' }), tool('r4', { kind: 'read' }), say('m1', ' again'), tool('r2', { status: 'failed' }),
    ];
    let timeline = emptyTimeline;
    let rows = rowsOf(timeline);
    for (const event of events) {
      timeline = fold(timeline, [event]);
      rows = rowsOf(timeline, rows);
      expect(shape(rows.list)).toEqual(shape(rowsOf(timeline).list));
    }
    const before = rows.list[0];
    rows = rowsOf(fold(timeline, [say('m2', 'end')]), rows);
    expect(rows.list[0]).toBe(before);
  });

  it('of a long timeline are taken over, all but what is new', () => {
    let timeline = fold(emptyTimeline, Array.from({ length: 30_000 }, (_, index) => tool(`t${index}`, { kind: 'execute' })));
    let rows = rowsOf(timeline);
    const early = rows.list;
    for (let index = 0; index < 60; index += 1) {
      timeline = fold(timeline, [say('live', 'word ')]);
      rows = rowsOf(timeline, rows);
    }
    expect(rows.list).toHaveLength(30_001);
    expect(rows.list.slice(0, 29_999).every((row, index) => row === early[index])).toBe(true);
  });
});
