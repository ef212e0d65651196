import { Bot, Brain, Check, CornerDownRight, FilePen, FilePlus, FileText, FolderInput, Globe, Plug, Search, Terminal, Trash2, Wrench, X } from 'lucide-react';
import { useMemo } from 'react';
import { count, t } from '@/shared/lib/strings';
import { formatSpan, useNow } from '@/shared/lib/time';
import { Delta, Icon, StateGlyph, type IconShape } from '@/shared/ui';
import type { Item, ToolItem } from '../timeline/items';
import { useItems } from './context';
import { Fold } from './Fold';
import { ToolBody } from './ToolBody';
import { deltaOf, lookOf, shortPath, subjectOf, verbOf, type ToolLook } from './toolText';

const icons: Readonly<Record<ToolLook, IconShape>> = {
  read: FileText, edit: FilePen, write: FilePlus, delete: Trash2, move: FolderInput, search: Search, execute: Terminal, think: Brain, fetch: Globe, agent: Bot, setup: Wrench, other: Plug,
};

type Standing = 'done' | 'failed' | 'declined' | 'stopped' | 'running' | 'pending';

export function useStanding(item: ToolItem): Standing {
  const { liveTurn } = useItems();
  const { status } = item.call;
  if (status === 'completed') return 'done';
  if (status === 'failed' || status === 'declined') return status;
  if (item.turnId !== undefined && item.turnId !== liveTurn) return 'stopped';
  return status === 'pending' ? 'pending' : 'running';
}

function Sign({ standing }: { standing: Standing }) {
  switch (standing) {
    case 'done': return <Icon shape={Check} size={14} />;
    case 'failed': return <StateGlyph state="failed" size={14} />;
    case 'declined': return <><span>{t('item.denied')}</span><Icon shape={X} size={14} /></>;
    case 'stopped': return <><span>{t('item.stopped')}</span><StateGlyph state="interrupted" size={14} decorative /></>;
    case 'running': return <StateGlyph state="running" size={14} />;
    case 'pending': return <StateGlyph state="queued" size={14} />;
  }
}

/** How long it took, or takes; quick ones say nothing. */
function Duration({ item, standing }: { item: ToolItem; standing: Standing }) {
  const now = useNow();
  const from = new Date(item.at).getTime();
  const span = item.endedAt === undefined ? (standing === 'running' ? now - from : 0) : new Date(item.endedAt).getTime() - from;
  // An edit is done at once; what it took was waiting for an answer.
  if (item.call.kind === 'edit' || item.call.kind === 'delete' || item.call.kind === 'move') return null;
  return span >= (item.call.kind === 'execute' ? 100 : 1_000) ? <span>{formatSpan(span)}</span> : null;
}

export function ToolHead({ item, steps = 0 }: { item: ToolItem; steps?: number }) {
  const { worktree } = useItems();
  const { call } = item;
  const standing = useStanding(item);
  const subject = subjectOf(call);
  const text = shortPath(subject.text, worktree);
  const delta = useMemo(() => deltaOf(call), [call]);
  const over = standing !== 'running' && standing !== 'pending';
  return (
    <>
      <Icon shape={icons[lookOf(call)]} size={14} />
      <span className="name">{verbOf(call, over)}</span>
      {subject.code ? <code className="trunc grow" title={text}>{text.split('\n')[0]}</code> : <span className="trunc grow" title={text}>{text}</span>}
      <span className="end num">
        {delta !== undefined && <Delta {...delta} />}
        {steps > 0 && <span>{count('item.steps', steps)}</span>}
        {call.exitCode !== undefined && call.exitCode !== null && call.exitCode !== 0 && <span>{t('item.exit', { code: call.exitCode })}</span>}
        <Duration item={item} standing={standing} />
        <Sign standing={standing} />
      </span>
    </>
  );
}

function SubStep({ item }: { item: Item }) {
  if (item.type === 'tool_call') {
    return (
      <Fold id={item.id} className="tool--quiet" openFirst={item.call.status === 'failed'} head={<><Icon shape={CornerDownRight} size={14} /><ToolHead item={item} /></>}>
        {() => <ToolBody call={item.call} />}
      </Fold>
    );
  }
  if (item.type !== 'agent_message' && item.type !== 'agent_thought') return null;
  return (
    <div className="tool__row">
      <Icon shape={CornerDownRight} size={14} />
      <span className="clamp-3">{item.text}</span>
    </div>
  );
}

/** One row until it is opened; failures open themselves. */
export function ToolCard({ item, steps }: { item: ToolItem; steps: readonly Item[] }) {
  const failed = item.call.status === 'failed';
  return (
    <Fold id={item.id} openFirst={failed} className={failed ? 'tool--failed' : undefined} head={<ToolHead item={item} steps={steps.length} />}>
      {() => (
        <>
          {steps.length > 0 && <div className="sub">{steps.map((step) => <SubStep key={step.id} item={step} />)}</div>}
          <ToolBody call={item.call} />
        </>
      )}
    </Fold>
  );
}

/** Reads and searches next to each other: one line, the calls inside. */
export function GroupCard({ items }: { items: readonly ToolItem[] }) {
  const { worktree, liveTurn } = useItems();
  const [first] = items;
  if (first === undefined) return null;
  const running = items.some((item) => item.endedAt === undefined && (item.turnId === undefined || item.turnId === liveTurn));
  const subjects = [...new Set(items.map((item) => shortPath(subjectOf(item.call).text, worktree)))];
  const number = first.call.kind === 'read' ? count('item.files', subjects.length) : count('item.times', items.length);
  const names = subjects.map((subject) => subject.slice(subject.lastIndexOf('/') + 1)).join(', ');
  return (
    <Fold
      id={`group-${first.id}`}
      head={
        <>
          <Icon shape={icons[lookOf(first.call)]} size={14} />
          <span className="name">{verbOf(first.call, !running)}</span>
          <span className="trunc grow" title={subjects.join('\n')}>{number} <code className="muted">{names}</code></span>
          <span className="end num"><Sign standing={running ? 'running' : 'done'} /></span>
        </>
      }
    >
      {() => <div className="sub">{items.map((item) => <SubStep key={item.id} item={item} />)}</div>}
    </Fold>
  );
}
