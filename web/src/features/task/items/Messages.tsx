import { Brain } from 'lucide-react';
import { memo } from 'react';
import type { UserMessagePayload } from '@/api';
import { t } from '@/shared/lib/strings';
import { formatSpan, useNow } from '@/shared/lib/time';
import { Chip, Icon, StateGlyph } from '@/shared/ui';
import { Markdown } from '@/shared/ui/Markdown';
import type { TextItem } from '../timeline/items';
import { markdownBlocks } from './blocks';
import { useItems } from './context';
import { Fold } from './Fold';

export function clock(at: string): string {
  return new Date(at).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false });
}

const Block = memo(Markdown);

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

export function UserMessage({ payload, at }: { payload: UserMessagePayload; at: string }) {
  const { turnKind } = payload;
  return (
    <div className="msg-user">
      <div className="by">
        <span className="strong" style={{ color: 'var(--color-ink-2)' }}>{t('task.you')}</span>
        <time className="num" dateTime={at} title={new Date(at).toLocaleString()}>{clock(at)}</time>
        {(turnKind === 'changes' || turnKind === 'retry' || turnKind === 'resume') && <span className="end"><Chip>{t(`turn.kind.${turnKind}`)}</Chip></span>}
      </div>
      <Markdown text={payload.text} />
      {payload.attachments !== undefined && payload.attachments.length > 0 && (
        <div className="row wrap" style={{ marginTop: 8 }}>
          {payload.attachments.map((one) => (
            <img key={`${one.name} ${one.data.length}`} className="msg-img" alt={t('item.image', { name: one.name })} title={one.name} src={`data:${one.mediaType};base64,${one.data}`} />
          ))}
        </div>
      )}
    </div>
  );
}
