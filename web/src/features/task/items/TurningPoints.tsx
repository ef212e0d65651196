import { ArrowRightLeft, GitFork, History, Undo2 } from 'lucide-react';
import { Link } from 'react-router';
import { call, type ForkedPayload, type HandedOverPayload, type ImportedPayload, type RewoundPayload } from '@/api';
import { useTaskAction } from '@/features/tasks';
import { count, t } from '@/shared/lib/strings';
import { agentName, Button, Icon } from '@/shared/ui';
import { useItems } from './context';

/** Where the conversation went back. It can be undone until something is said again. */
export function Rewound({ payload }: { payload: RewoundPayload }) {
  const { taskId, undoable, busy } = useItems();
  const undo = useTaskAction();
  const parts = [
    payload.turns.length > 0 && count('rewound.turns', payload.turns.length),
    payload.snapshot !== undefined && t('rewound.files', { snapshot: payload.snapshot }),
    payload.before !== undefined && t('rewound.before', { snapshot: payload.before }),
    payload.means !== 'kept' && t(`rewound.${payload.means}`),
  ].filter((part) => part !== false);
  return (
    <div className="now now--notice turning">
      <Icon shape={Undo2} size={14} />
      <span className="grow"><b className="medium">{t('rewound.title', { turn: payload.turn })}</b> {parts.join(' ')}</span>
      {undoable === payload.rewindId && (
        <Button size="sm" busy={undo.isPending} refused={busy ? t('rewind.busy') : undefined} onClick={() => undo.mutate(() => call('undoRewind', { taskId }))}>{t('rewound.undo')}</Button>
      )}
    </div>
  );
}

export function Forked({ payload: { from, means } }: { payload: ForkedPayload }) {
  return (
    <div className="now now--notice turning">
      <Icon shape={GitFork} size={14} />
      <span className="grow">
        {t('forked.from', { turn: from.turn })} <Link to={`/tasks/${from.taskId}`}>{from.title}</Link>. {t(`forked.${means}`)}
      </span>
    </div>
  );
}

export function Imported({ payload: { pastSessionId, title, agentType, means } }: { payload: ImportedPayload }) {
  return (
    <div className="now now--notice turning">
      <Icon shape={History} size={14} />
      <span className="grow">
        {t('imported.from')} <Link to={`/past/${pastSessionId}`}>{title}</Link>. {t(means === 'text' ? 'imported.text' : 'imported.native', { agent: agentName(agentType) })}
      </span>
    </div>
  );
}

export function HandedOver({ payload: { from, to, context, characters, model } }: { payload: HandedOverPayload }) {
  return (
    <div className="now now--notice turning">
      <Icon shape={ArrowRightLeft} size={14} />
      <span className="grow">
        <b className="medium">{t('handedOver.title', { from: agentName(from), to: [agentName(to), model].filter(Boolean).join(' ') })}</b>{' '}
        {t(`handedOver.${context}`, { count: new Intl.NumberFormat('en').format(characters) })}
      </span>
    </div>
  );
}
