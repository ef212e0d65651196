import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, ListEnd, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import { call, type GetUnitTaskResponse, type QueuedPromptView, type UpdateQueuedPromptRequest } from '@/api';
import { taskQueries, toastError } from '@/features/tasks';
import { count, t } from '@/shared/lib/strings';
import { Button, Icon, IconButton, toastUndo } from '@/shared/ui';

function useQueue(taskId: string) {
  const cache = useQueryClient();
  const take = ({ items }: { items: readonly QueuedPromptView[] }) =>
    cache.setQueryData<GetUnitTaskResponse>(taskQueries.detail(taskId).queryKey, (known) => known && { ...known, queuedPrompts: items });
  const update = useMutation({ mutationFn: (request: Omit<UpdateQueuedPromptRequest, 'taskId'>) => call('updateQueuedPrompt', { taskId, ...request }), onSuccess: take, onError: toastError });
  const cancel = useMutation({ mutationFn: (id: string) => call('cancelQueuedPrompt', { taskId, id }), onSuccess: take, onError: toastError });
  const again = useMutation({ mutationFn: (prompt: QueuedPromptView) => call('sendPrompt', { taskId, prompt: prompt.prompt, ...(prompt.attachments === undefined ? {} : { attachments: prompt.attachments }) }), onError: toastError });
  return { update, cancel, again };
}

function Editing({ prompt, busy, onSave, onClose }: { prompt: string; busy: boolean; onSave: (text: string) => void; onClose: () => void }) {
  const [text, setText] = useState(prompt);
  const save = () => text.trim() !== '' && onSave(text);
  return (
    <div className="grow">
      <textarea
        className="input"
        rows={3}
        aria-label={t('composer.edit')}
        value={text}
        // The person pressed Edit on this very row.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          else if (event.key === 'Escape' && text === prompt) onClose();
          else return;
          event.preventDefault();
        }}
      />
      <div className="row" style={{ justifyContent: 'flex-end', marginTop: 4 }}>
        <Button size="sm" kind="ghost" onClick={onClose}>{t('cancel')}</Button>
        <Button size="sm" busy={busy} onClick={save}>{t('composer.save')}</Button>
      </div>
    </div>
  );
}

/** What waits for its turn: editable, movable, cancellable. Held: no turn runs that it could come after. */
export function QueueRows({ taskId, prompts, held }: { taskId: string; prompts: readonly QueuedPromptView[]; held: boolean }) {
  const { update, cancel, again } = useQueue(taskId);
  const [editing, setEditing] = useState<string>();
  if (prompts.length === 0) return null;
  const list = prompts.toSorted((a, b) => a.position - b.position);
  return (
    <ol className="queues" aria-label={count('composer.queuedTitle', list.length)}>
      {list.map((prompt, index) => (
        <li key={prompt.id} className="queue">
          <Icon shape={ListEnd} size={14} />
          {editing === prompt.id ? (
            <Editing prompt={prompt.prompt} busy={update.isPending} onClose={() => setEditing(undefined)} onSave={(text) => update.mutate({ id: prompt.id, prompt: text, version: prompt.version }, { onSuccess: () => setEditing(undefined) })} />
          ) : (
            <>
              <span className="trunc grow" title={prompt.prompt}>{prompt.prompt}</span>
              <span className="muted nowrap wide-phone">{index === 0 && t(held ? 'composer.queuedHeld' : 'composer.queued')}</span>
              {index > 0 && <IconButton size="sm" icon={ArrowUp} label={t('composer.up')} onClick={() => update.mutate({ id: prompt.id, position: index - 1, version: prompt.version })} />}
              {index < list.length - 1 && <IconButton size="sm" icon={ArrowDown} label={t('composer.down')} onClick={() => update.mutate({ id: prompt.id, position: index + 1, version: prompt.version })} />}
              <IconButton size="sm" icon={Pencil} label={t('composer.edit')} onClick={() => setEditing(prompt.id)} />
              <IconButton size="sm" icon={X} label={t('composer.cancelQueued')} onClick={() => cancel.mutate(prompt.id, { onSuccess: () => toastUndo(t('composer.cancelled'), () => again.mutate(prompt)) })} />
            </>
          )}
        </li>
      ))}
    </ol>
  );
}
