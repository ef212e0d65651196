import { useMutation } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call, type RepositoryGroupView, type StartupCommand } from '@/api';
import { toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { Button, IconButton, Tag } from '@/shared/ui';
import { CommandForm } from './CommandForm';

interface RowProps {
  readonly command: StartupCommand;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onEdit: () => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

function CommandRow({ command, isFirst, isLast, onEdit, onMove, onRemove }: RowProps) {
  const { name } = command;
  return (
    <div className="set-row">
      <div className="grow" style={{ minWidth: 0 }}>
        <div className="row wrap" style={{ gap: 6 }}>
          <span className="medium">{name}</span>
          {command.portNames.map((port) => <Tag key={port}><code>{port}</code></Tag>)}
          {command.autoStart && <span className="xs muted">{t('commands.auto.short')}</span>}
          {command.restart && <span className="xs muted">{t('commands.restart.short')}</span>}
        </div>
        <code className="muted trunc" style={{ display: 'block' }} title={command.command}>{command.workingDirectory !== undefined && `${command.workingDirectory}/ `}{command.command}</code>
      </div>
      <div className="row row-tight">
        <IconButton icon={ArrowUp} size="sm" label={t('commands.up', { name })} refused={isFirst ? t('commands.isFirst') : undefined} onClick={() => onMove(-1)} />
        <IconButton icon={ArrowDown} size="sm" label={t('commands.down', { name })} refused={isLast ? t('commands.isLast') : undefined} onClick={() => onMove(1)} />
        <IconButton icon={Pencil} size="sm" label={t('commands.edit', { name })} onClick={onEdit} />
        <IconButton icon={Trash2} size="sm" label={t('commands.remove', { name })} onClick={onRemove} />
      </div>
    </div>
  );
}

/** The startup commands of a project. The event of each change puts them into the cache. */
export function CommandList({ project }: { project: RepositoryGroupView }) {
  const { commands, id: projectId } = project;
  const [editing, setEditing] = useState<string>();
  const change = useMutation({ mutationFn: async (action: () => Promise<unknown>) => action(), onError: toastError });
  const move = (from: number, by: -1 | 1) => {
    const ids = commands.map((command) => command.id);
    const [moved] = ids.splice(from, 1);
    if (moved === undefined) return;
    ids.splice(from + by, 0, moved);
    change.mutate(() => call('reorderStartupCommands', { projectId, ids }));
  };
  const close = () => setEditing(undefined);
  return (
    <div className="commands">
      {commands.length === 0 && editing === undefined && <p className="xs muted" style={{ padding: '0 16px 8px' }}>{t('commands.none')}</p>}
      {commands.map((command, place) => (
        editing === command.id
          ? <CommandForm key={command.id} projectId={projectId} command={command} onClose={close} />
          : (
            <CommandRow
              key={command.id}
              command={command}
              isFirst={place === 0}
              isLast={place === commands.length - 1}
              onEdit={() => setEditing(command.id)}
              onMove={(by) => move(place, by)}
              onRemove={() => change.mutate(() => call('removeStartupCommand', { projectId, id: command.id }))}
            />
          )
      ))}
      {editing === 'new'
        ? <CommandForm projectId={projectId} command={undefined} onClose={close} />
        : <div style={{ padding: '4px 16px 12px' }}><Button size="sm" icon={Plus} onClick={() => setEditing('new')}>{t('commands.new')}</Button></div>}
    </div>
  );
}
