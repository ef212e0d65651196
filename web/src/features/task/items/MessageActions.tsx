import { useMutation, useQueryClient } from '@tanstack/react-query';
import { GitFork, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { call, describeError, type TurnView } from '@/api';
import { applyTask } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { agentName, Button, Checkbox, ErrorNote, IconButton } from '@/shared/ui';
import { changed, draftKey, emptyDraft, isEmpty, type Draft } from '../composer/draft';
import { usePersistentState } from '@/shared/lib/persistent';
import { useItems } from './context';

export type Asked = 'rewind' | 'fork';

/** The two ways back to a message; shown when it is pointed at, has the focus, or there is no pointer. */
export function MessageActions({ turn, asked, onAsk }: { turn: TurnView; asked: Asked | undefined; onAsk: (asked: Asked | undefined) => void }) {
  const { busy } = useItems();
  const toggle = (next: Asked) => onAsk(asked === next ? undefined : next);
  return (
    <span className="end msg-acts">
      <IconButton size="sm" icon={Undo2} label={t('rewind.button')} aria-expanded={asked === 'rewind'} refused={busy ? t('rewind.busy') : turn.kind === 'summary' || turn.kind === 'compact' ? t('rewind.none') : undefined} onClick={() => toggle('rewind')} />
      <IconButton size="sm" icon={GitFork} label={t('fork.button')} aria-expanded={asked === 'fork'} onClick={() => toggle('fork')} />
    </span>
  );
}

/** Whether the agent itself can go back to before this turn. */
function isNative(turns: ReadonlyMap<string, TurnView>, turn: TurnView, imported: boolean): boolean | undefined {
  const before = [...turns.values()].filter((one) => one.number < turn.number && one.undone !== true).toSorted((a, b) => b.number - a.number)[0];
  if (before === undefined) return imported ? false : undefined;
  return before.native === true;
}

function meansText(native: boolean | undefined, agent: string): string {
  if (native === undefined) return t('means.new', { agent });
  return t(native ? 'means.native' : 'means.text', { agent });
}

export function RewindPanel({ turn, onClose }: { turn: TurnView; onClose: () => void }) {
  const { taskId, agent, turns, imported } = useItems();
  const cache = useQueryClient();
  const [, setDraft] = usePersistentState<Draft>(draftKey(taskId), emptyDraft);
  const hasFiles = turn.snapshotBefore !== undefined;
  const [files, setFiles] = useState(hasFiles);
  const [conversation, setConversation] = useState(true);
  const rewind = useMutation({
    mutationFn: () => call('rewindTask', { taskId, turnId: turn.id, files, conversation }),
    onSuccess: (answer) => {
      applyTask(cache, answer.task);
      // To be said differently; what the person has begun to write stands.
      if (conversation) setDraft((known) => (isEmpty(known) ? changed(known, { text: answer.prompt, attachments: answer.attachments ?? [] }, () => crypto.randomUUID()) : known));
      onClose();
    },
  });
  return (
    <div className="msg-ask">
      <p className="strong">{t('rewind.title')}</p>
      <Checkbox label={t('rewind.files')} checked={files} disabled={!hasFiles} onChange={(event) => setFiles(event.target.checked)} />
      <p className="xs muted">{t(hasFiles ? 'rewind.files.hint' : 'rewind.files.none')}</p>
      <Checkbox label={t('rewind.conversation')} checked={conversation} onChange={(event) => setConversation(event.target.checked)} />
      <p className="xs muted">{meansText(isNative(turns, turn, imported === true), agentName(agent))}</p>
      {rewind.error !== null && <ErrorNote error={describeError(rewind.error)} />}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button size="sm" kind="ghost" onClick={onClose}>{t('cancel')}</Button>
        <Button size="sm" kind="primary" busy={rewind.isPending} refused={files || conversation ? undefined : t('rewind.nothing')} onClick={() => rewind.mutate()}>{t('rewind.do')}</Button>
      </div>
    </div>
  );
}

export function ForkPanel({ turn, onClose }: { turn: TurnView; onClose: () => void }) {
  const { taskId, agent, turns, imported } = useItems();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [prompt, setPrompt] = usePersistentState(`fork.${turn.id}`, turn.prompt);
  const fork = useMutation({
    mutationFn: (start: boolean) => call('forkTask', { taskId, turnId: turn.id, start, ...(prompt.trim() === turn.prompt.trim() ? {} : { prompt: prompt.trim() }) }),
    onSuccess: (answer) => {
      applyTask(cache, answer.task);
      setPrompt(turn.prompt);
      onClose();
      void navigate(`/tasks/${answer.task.id}`);
    },
  });
  const empty = prompt.trim() === '' ? t('fork.empty') : undefined;
  return (
    <div className="msg-ask">
      <p className="strong">{t('fork.title')}</p>
      <p className="xs muted">{t('fork.hint')} {meansText(isNative(turns, turn, imported === true), agentName(agent))}</p>
      <textarea className="input" rows={4} aria-label={t('fork.prompt')} value={prompt} onChange={(event) => setPrompt(event.target.value)} />
      {fork.error !== null && <ErrorNote error={describeError(fork.error)} />}
      <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
        <Button size="sm" kind="ghost" onClick={onClose}>{t('cancel')}</Button>
        <Button size="sm" busy={fork.isPending && fork.variables === false} refused={empty} onClick={() => fork.mutate(false)}>{t('fork.later')}</Button>
        <Button size="sm" kind="primary" busy={fork.isPending && fork.variables} refused={empty} onClick={() => fork.mutate(true)}>{t('fork.start')}</Button>
      </div>
    </div>
  );
}
