import { useEffect, useRef, useState } from 'react';
import { count, t } from '@/shared/lib/strings';
import { agentName } from '@/shared/ui';
import type { Timeline } from './timeline/items';

const every = 4_000;

/** Tells screen readers what happened, gathered over some seconds, instead of every word as it streams. */
export function Announcer({ timeline, agent, asks }: { timeline: Timeline; agent: string; asks: string | undefined }) {
  const [text, setText] = useState('');
  const told = useRef<{ count: number; ready: boolean }>({ count: 0, ready: false });
  const latest = useRef(timeline);
  useEffect(() => {
    latest.current = timeline;
    if (!told.current.ready && timeline.items.length > 0) told.current = { count: timeline.items.length, ready: true };
  }, [timeline]);
  useEffect(() => {
    const timer = setInterval(() => {
      const fresh = latest.current.items.slice(told.current.count);
      if (fresh.length === 0) return;
      told.current.count = latest.current.items.length;
      const tools = fresh.filter((item) => item.type === 'tool_call').length;
      const said = fresh.findLast((item) => item.type === 'agent_message');
      const parts = [
        tools > 0 && count('task.live.tools', tools),
        said?.type === 'agent_message' && t('task.live.message', { agent: agentName(agent), text: said.text.slice(0, 200) }),
        fresh.some((item) => item.type === 'turn_ended') && t('task.live.ended'),
      ].filter(Boolean);
      if (parts.length > 0) setText(parts.join('. '));
    }, every);
    return () => clearInterval(timer);
  }, [agent]);
  return (
    <>
      <div className="sr" role="status">{text}</div>
      <div className="sr" role="alert">{asks === undefined ? '' : t('task.live.needs', { agent: agentName(agent), title: asks })}</div>
    </>
  );
}
