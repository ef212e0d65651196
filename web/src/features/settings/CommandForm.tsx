import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call, describeError, ProblemError, type StartupCommand } from '@/api';
import { t } from '@/shared/lib/strings';
import { Button, Checkbox, ErrorNote, Field, Input } from '@/shared/ui';

function namesOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '');
}

/** The same function each time, so that it is called when the field comes and not at each letter. */
function focusIt(element: HTMLInputElement | null): void {
  element?.focus();
}

/** A command that is written down or changed, in its place in the list. */
export function CommandForm({ projectId, command, onClose }: { projectId: string; command: StartupCommand | undefined; onClose: () => void }) {
  const [name, setName] = useState(command?.name ?? '');
  const [line, setLine] = useState(command?.command ?? '');
  const [folder, setFolder] = useState(command?.workingDirectory ?? '');
  const [ports, setPorts] = useState(command?.portNames.join(' ') ?? 'PORT');
  const [autoStart, setAutoStart] = useState(command?.autoStart ?? false);
  const [restart, setRestart] = useState(command?.restart ?? false);
  const save = useMutation({
    mutationFn: () => {
      const fields = { projectId, name, command: line, workingDirectory: folder, portNames: namesOf(ports), autoStart, restart };
      return command === undefined ? call('addStartupCommand', fields) : call('updateStartupCommand', { ...fields, id: command.id });
    },
    onSuccess: onClose,
  });
  const problem = save.error instanceof ProblemError ? save.error : undefined;
  const wrongPort = problem?.errors.find((one) => one.path.startsWith('portNames'));
  return (
    <form
      className="command-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label={t('commands.name')} error={problem?.fieldError('name')}>
        {(ids) => <Input {...ids} placeholder={t('commands.name.example')} value={name} ref={focusIt} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={t('commands.folder')} error={problem?.fieldError('workingDirectory')}>
        {(ids) => <Input {...ids} className="mono" placeholder={t('commands.folder.example')} value={folder} onChange={(event) => setFolder(event.target.value)} />}
      </Field>
      <div className="command-form__wide">
        <Field label={t('commands.line')} hint={t('commands.line.hint')} error={problem?.fieldError('command')}>
          {(ids) => <Input {...ids} className="mono" spellCheck={false} autoCapitalize="off" placeholder="npm run dev -- --port $PORT" value={line} onChange={(event) => setLine(event.target.value)} />}
        </Field>
      </div>
      <div className="command-form__wide">
        <Field label={t('commands.ports')} hint={t('commands.ports.hint')} error={wrongPort?.message}>
          {(ids) => <Input {...ids} className="mono" spellCheck={false} autoCapitalize="off" placeholder="PORT API_PORT" value={ports} onChange={(event) => setPorts(event.target.value)} />}
        </Field>
      </div>
      <div className="command-form__wide row wrap" style={{ gap: 16 }}>
        <Checkbox label={t('commands.auto')} checked={autoStart} onChange={(event) => setAutoStart(event.target.checked)} />
        <Checkbox label={t('commands.restart')} checked={restart} onChange={(event) => setRestart(event.target.checked)} />
      </div>
      {save.error !== null && (problem === undefined || problem.errors.length === 0) && <div className="command-form__wide"><ErrorNote error={describeError(save.error)} /></div>}
      <div className="command-form__wide row">
        <Button type="submit" kind="primary" busy={save.isPending}>{t(command === undefined ? 'commands.add' : 'commands.save')}</Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
