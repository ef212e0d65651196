import { describe, expect, it } from 'vitest';
import type { EventView } from '@/api';
import { TimelineFeed } from './feed';
import type { TextItem } from './items';

const at = '2026-11-20T14:00:00.000Z';
const say = (sequence: number, append: string, offset: number): EventView => ({ sequence, kind: 'agent_message', at, taskId: 't', payload: { append, offset }, itemId: 'm' });
const user = (sequence: number): EventView => ({ sequence, kind: 'user_message', at, taskId: 't', payload: { text: `prompt ${sequence}` } });

/** A store of events, and a feed whose frames are run by hand. */
function setUp(events: EventView[]) {
  const frames: (() => void)[] = [];
  const asked: (number | undefined)[] = [];
  const feed = new TimelineFeed({
    list: async ({ before, limit }) => {
      asked.push(before);
      const upTo = events.filter((event) => before === undefined || event.sequence < before);
      const items = upTo.slice(-Math.min(limit, 3));
      return { items, hasMore: items.length < upTo.length, sequence: events.at(-1)?.sequence ?? 0 };
    },
    soon: (run) => frames.push(run),
    now: () => at,
  });
  return { feed, asked, frame: () => frames.splice(0).forEach((run) => run()), ids: () => feed.state.rows.timeline.items.map((item) => item.id) };
}

const text = (feed: TimelineFeed) => (feed.state.rows.timeline.items.find((item) => item.id === 'm') as TextItem).text;

describe('a feed', () => {
  it('opens with the newest page and reads older ones before it', async () => {
    const { feed, ids, asked } = setUp([1, 2, 3, 4, 5].map(user));
    await feed.open();
    expect(ids()).toEqual(['event-3', 'event-4', 'event-5']);
    await feed.older();
    expect(ids()).toEqual(['event-1', 'event-2', 'event-3', 'event-4', 'event-5']);
    expect(feed.state.hasOlder).toBe(false);
    expect(asked).toEqual([undefined, 3]);
  });

  it('holds what comes live until the page is there, and takes nothing twice', async () => {
    const { feed, ids, frame } = setUp([1, 2].map(user));
    const opening = feed.open();
    feed.live(user(2));
    feed.live(user(3));
    frame();
    expect(ids()).toEqual([]);
    await opening;
    expect(ids()).toEqual(['event-1', 'event-2', 'event-3']);
  });

  it('gathers what streams until the next frame', async () => {
    const { feed, frame } = setUp([user(1)]);
    await feed.open();
    let told = 0;
    feed.subscribe(() => (told += 1));
    for (let offset = 0; offset < 100; offset += 1) feed.delta({ taskId: 't', sessionId: 's', turnId: 'u', itemId: 'm', kind: 'agent_message', offset, text: 'x' });
    frame();
    expect(told).toBe(1);
    expect(text(feed)).toBe('x'.repeat(100));
  });

  it('reads anew when text is missing', async () => {
    const events = [say(1, 'One ', 0)];
    const { feed, frame, asked } = setUp(events);
    await feed.open();
    events.push(say(2, 'two ', 4), say(3, 'three', 8));
    feed.live(say(3, 'three', 8));
    frame();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    expect(asked).toHaveLength(2);
    expect(text(feed)).toBe('One two three');
  });
});
