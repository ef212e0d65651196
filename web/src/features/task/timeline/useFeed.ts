import { useEffect, useState, useSyncExternalStore } from 'react';
import { call, stream } from '@/api';
import { TimelineFeed, type FeedState } from './feed';

function feedOf(taskId: string): TimelineFeed {
  return new TimelineFeed({
    list: (range) => call('listTaskEvents', { taskId, ...range }),
    // A hidden page draws no frames, yet what it hears must not pile up.
    soon: (run) => (document.hidden ? setTimeout(run, 250) : requestAnimationFrame(run)),
    now: () => new Date().toISOString(),
  });
}

/** A task's timeline, live. The page gives each task its own component, so the id never changes here. */
export function useFeed(taskId: string): { state: FeedState; feed: TimelineFeed } {
  const [feed] = useState(() => feedOf(taskId));
  useEffect(() => {
    const ends = [
      stream.onAnyEvent((event) => {
        if (event.taskId === taskId) feed.live(event);
      }),
      stream.onDelta((delta) => {
        if (delta.taskId === taskId) feed.delta(delta);
      }),
      stream.onGap(() => void feed.open()),
    ];
    void feed.open();
    return () => {
      for (const end of ends) end();
    };
  }, [feed, taskId]);
  return { state: useSyncExternalStore(feed.subscribe, () => feed.state), feed };
}
