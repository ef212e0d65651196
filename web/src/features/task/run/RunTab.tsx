import { Server } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { describeError, type TaskCommandView, type UnitTaskView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Button, EmptyState, ErrorNote, Skeleton } from '@/shared/ui';
import { CommandCard } from './CommandCard';
import { LogView } from './LogView';
import { isUp } from './queries';

export interface RunTabProps {
  readonly task: UnitTaskView;
  readonly commands: readonly TaskCommandView[];
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onRetry: () => void;
}

/** What runs beside the agent: development servers and the like, with their ports and output. */
export function RunTab({ task, commands, isPending, error, onRetry }: RunTabProps) {
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<string>();
  const toSettings = () => void navigate(`/settings/projects?project=${task.repositoryGroupId}&open=commands`);
  if (error !== null) return <ErrorNote look="empty" error={describeError(error)} onRetry={onRetry} />;
  if (isPending) return <Skeleton />;
  if (commands.length === 0) {
    return (
      <EmptyState icon={Server} title={t('run.empty')} actions={<Button kind="primary" onClick={toSettings}>{t('run.empty.add')}</Button>}>
        {t('run.empty.text')}
      </EmptyState>
    );
  }
  const shown = commands.find((command) => command.id === chosen) ?? commands.find(isUp) ?? commands[0];
  const refused = task.worktreePath === undefined ? t('run.noWorktree') : undefined;
  return (
    <div className="run">
      <ul className="run__list" aria-label={t('run.list')}>
        {commands.map((command) => (
          <CommandCard key={command.id} command={command} shown={command === shown} refused={refused} onShow={() => setChosen(command.id)} />
        ))}
      </ul>
      {shown !== undefined && <LogView key={shown.id} command={shown} />}
      <div className="run__foot xs muted">
        <span className="grow">{t('run.foot')}</span>
        <Button size="sm" kind="ghost" onClick={toSettings}>{t('run.edit')}</Button>
      </div>
    </div>
  );
}
