import { Pencil, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { RaceView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Button, IconButton } from '@/shared/ui';
import { raceActions, useRaceAction } from './queries';

function CommandForm({ race, onDone }: { race: RaceView; onDone: () => void }) {
  const [command, setCommand] = useState(race.verifyCommand ?? '');
  const action = useRaceAction(race.id);
  const save = () => {
    if (command.trim() !== '') action.mutate(() => raceActions.verifyWith(race.id, command), { onSuccess: onDone });
  };
  return (
    <form
      className="race-verify__form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {/* The person has just asked to write it. */}
      <textarea
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        rows={1}
        spellCheck={false}
        autoCapitalize="off"
        className="input mono grow race-command"
        aria-label={t('races.verify')}
        placeholder={t('races.verify.hint')}
        value={command}
        onChange={(event) => setCommand(event.target.value)}
        onKeyDown={(event) => {
          if (event.code === 'Escape') onDone();
          if (event.code !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          save();
        }}
      />
      <Button type="submit" kind="primary" busy={action.isPending} refused={command.trim() === '' ? t('races.verify.saveNothing') : undefined}>{t('races.verify.save')}</Button>
      <Button onClick={onDone}>{t('cancel')}</Button>
    </form>
  );
}

/** What judges the worktrees, and the way to another judge. */
export function VerifyBar({ race }: { race: RaceView }) {
  const [editing, setEditing] = useState(false);
  const action = useRaceAction(race.id);
  const open = race.state === 'open';
  if (editing && open) return <div className="race-verify"><CommandForm race={race} onDone={() => setEditing(false)} /></div>;
  return (
    <div className="race-verify">
      <span className="muted nowrap">{t('races.verify')}</span>
      {race.verifyCommand === undefined ? <span className="soft grow">{t('races.verify.none')}</span> : <code className="trunc" title={race.verifyCommand}>{race.verifyCommand}</code>}
      {open && race.verifyCommand === undefined && <Button size="sm" onClick={() => setEditing(true)}>{t('races.verify.add')}</Button>}
      {open && race.verifyCommand !== undefined && (
        <>
          <IconButton icon={Pencil} size="sm" label={t('races.verify.edit')} onClick={() => setEditing(true)} />
          <Button size="sm" icon={RotateCcw} className="end" busy={action.isPending} onClick={() => action.mutate(() => raceActions.verify(race.id))}>{t('races.verify.all')}</Button>
        </>
      )}
    </div>
  );
}
