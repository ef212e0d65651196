import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { call, type UnitTaskView } from '@/api';
import { useTaskAction } from '@/features/tasks';
import { usePersistentState } from '@/shared/lib/persistent';
import { t } from '@/shared/lib/strings';
import { Button, StateGlyph } from '@/shared/ui';
import { UserMessage } from './items/Messages';

/** What will be asked, before anything happened. While the task is a draft it can still be changed. */
export function DraftPrompt({ task }: { task: UnitTaskView }) {
  const [editing, setEditing] = useState(false);
  const [text, setText] = usePersistentState(`prompt.${task.id}`, '');
  const action = useTaskAction();
  const draft = task.state === 'draft';
  const save = () => {
    const prompt = text.trim();
    if (prompt === '' || prompt === task.prompt) return setEditing(false);
    return action.mutate(() => call('updateUnitTask', { id: task.id, prompt }), {
      onSuccess: () => {
        setText('');
        setEditing(false);
      },
    });
  };
  return (
    <div className="col" style={{ marginTop: 'auto' }}>
      {editing ? (
        <div className="msg-user">
          <textarea
            className="input"
            rows={6}
            aria-label={t('task.prompt')}
            value={text === '' ? task.prompt : text}
            // The person pressed Edit.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              save();
            }}
          />
          <div className="row" style={{ justifyContent: 'flex-end', marginTop: 8 }}>
            <Button size="sm" kind="ghost" onClick={() => { setText(''); setEditing(false); }}>{t('cancel')}</Button>
            <Button size="sm" busy={action.isPending} onClick={save}>{t('composer.save')}</Button>
          </div>
        </div>
      ) : (
        <UserMessage payload={{ text: task.prompt }} at={task.createdAt} turnId={undefined} />
      )}
      {draft && (
        <div className="now">
          <StateGlyph state="draft" size={14} decorative />
          <span className="grow">{t('task.not.draft')}</span>
          {!editing && <Button size="sm" kind="ghost" icon={Pencil} onClick={() => setEditing(true)}>{t('task.editPrompt')}</Button>}
        </div>
      )}
    </div>
  );
}
