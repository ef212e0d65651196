import { useRef, useState } from 'react';
import type { UnitTaskView } from '@/api';
import { taskActions, useTaskAction } from '@/features/tasks';
import { t } from '@/shared/lib/strings';

/** The title, edited in place: a press opens it, Enter keeps, Escape takes back. */
export function TaskTitle({ task }: { task: UnitTaskView }) {
  const [text, setText] = useState<string>();
  const rename = useTaskAction();
  const leaving = useRef(false);
  const save = () => {
    const title = text?.trim() ?? '';
    if (!leaving.current && title !== '' && title !== task.title) rename.mutate(() => taskActions.rename(task.id, title));
    leaving.current = false;
    setText(undefined);
  };
  if (text === undefined) {
    return (
      <h1 className="trunc">
        <button type="button" className="title-edit trunc" title={t('task.rename', { title: task.title })} onClick={() => setText(task.title)}>
          {task.title}
        </button>
      </h1>
    );
  }
  return (
    <input
      className="title-input grow"
      aria-label={t('task.title')}
      value={text}
      maxLength={200}
      // The person pressed the title to edit it.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Escape') leaving.current = true;
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}
