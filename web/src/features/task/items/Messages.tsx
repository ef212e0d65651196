import { Brain } from 'lucide-react';
import { memo, useState } from 'react';
import type { UserMessagePayload } from '@/api';
import { t } from '@/shared/lib/strings';
import { formatSpan, useNow } from '@/shared/lib/time';
import { Chip, Icon, StateGlyph } from '@/shared/ui';
import { Markdown } from '@/shared/ui/Markdown';
import type { TextItem } from '../timeline/items';
import { markdownBlocks } from './blocks';
import { useItems } from './context';
import { Fold } from './Fold';
import { ForkPanel, MessageActions, RewindPanel, type Asked } from './MessageActions';

export function clock(at: string): string {
  return new Date(at).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false });
}

/** With its day where that is another one. */
function moment(at: string): string {
  const date = new Date(at);
  return date.toDateString() === new Date().toDateString() ? clock(at) : `${date.toLocaleDateString('en', { month: 'short', day: 'numeric', ...(date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' }) })}, ${clock(at)}`;
}

const Block = memo(Markdown);
const chipped = new Set<NonNullable<UserMessagePayload['turnKind']>>(['changes', 'retry', 'resume', 'hand_over', 'summary', 'compact']);

export function AgentMessage({ item }: { item: TextItem }) {
  return (
    <div className="msg">
      {item.from > 0 && <p className="xs muted">{t('item.earlier')}</p>}
      {markdownBlocks(item.text).map((block, index) => (
        // Parts of a text have no other name than their place.
        // oxlint-disable-next-line no-array-index-key
        <Block key={index} text={block} />
      ))}
    </div>
  );
}

/** Folded: that it thought, and for how long. */
export function Thought({ item }: { item: TextItem }) {
  const { liveTurn } = useItems();
  const now = useNow();
  const span = new Date(item.lastAt).getTime() - new Date(item.at).getTime();
  const thinking = !item.done && item.turnId !== undefined && item.turnId === liveTurn && now - new Date(item.lastAt).getTime() < 10_000;
  return (
    <Fold
      id={item.id}
      className="tool--quiet"
      head={
        <>
          <Icon shape={Brain} size={14} />
          <span className="name">{t(thinking ? 'item.thinking' : 'item.thought')}</span>
          <span className="trunc grow muted">{span >= 1000 ? t('item.forSpan', { span: formatSpan(span) }) : item.text.split('\n')[0]?.replace(/[*_#`]/g, '')}</span>
          {thinking && <span className="end"><StateGlyph state="running" size={14} decorative /></span>}
        </>
      }
    >
      {() => <div className="thought"><Markdown text={item.text} /></div>}
    </Fold>
  );
}

export function UserMessage({ payload, at, turnId }: { payload: UserMessagePayload; at: string; turnId: string | undefined }) {
  const { turnKind } = payload;
  const { turns } = useItems();
  const [asked, setAsked] = useState<Asked>();
  const turn = turnId === undefined || payload.steered === true ? undefined : turns.get(turnId);
  const close = () => setAsked(undefined);
  return (
    <div className="msg-user">
      <div className="by">
        <span className="strong" style={{ color: 'var(--color-ink-2)' }}>{t('task.you')}</span>
        <time className="num" dateTime={at} title={new Date(at).toLocaleString()}>{moment(at)}</time>
        {turnKind !== undefined && chipped.has(turnKind) && <Chip>{t(`turn.kind.${turnKind}`)}</Chip>}
        {payload.steered === true && <Chip>{t('turn.steered')}</Chip>}
        {turn !== undefined && turn.state !== 'queued' && <MessageActions turn={turn} asked={asked} onAsk={setAsked} />}
      </div>
      <Markdown text={payload.text} />
      {payload.attachments !== undefined && payload.attachments.length > 0 && (
        <div className="row wrap" style={{ marginTop: 8 }}>
          {payload.attachments.map((one) => (
            <img key={`${one.name} ${one.data.length}`} className="msg-img" alt={t('item.image', { name: one.name })} title={one.name} src={`data:${one.mediaType};base64,${one.data}`} />
          ))}
        </div>
      )}
      {turn !== undefined && asked === 'rewind' && <RewindPanel turn={turn} onClose={close} />}
      {turn !== undefined && asked === 'fork' && <ForkPanel turn={turn} onClose={close} />}
    </div>
  );
}
