import { Plus, Search, SquareTerminal, X } from 'lucide-react';
import { Tabs as Radix } from 'radix-ui';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { TerminalView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Icon, IconButton, Input, StateGlyph } from '@/shared/ui';
import { LookMenu } from './LookMenu';
import { nameOf } from './names';

export interface TerminalTabsProps {
  readonly terminals: readonly TerminalView[];
  readonly shown: TerminalView;
  readonly isCreating: boolean;
  /** It was pressed, not merely reached by an arrow key. */
  readonly onPress: (id: string) => void;
  readonly onNew: () => void;
  readonly onFind: () => void;
  readonly onClose: (terminal: TerminalView) => void;
  readonly onRename: (id: string, name: string) => void;
}

function stateOf({ state, exitCode }: TerminalView): string {
  if (state === 'running') return t('terminals.state.running');
  if (state === 'lost') return t('terminals.state.lost');
  return exitCode === undefined ? t('terminals.state.ended') : t('terminals.state.exit', { code: exitCode });
}

function Sign({ terminal }: { terminal: TerminalView }) {
  if (terminal.state === 'running') return <Icon shape={SquareTerminal} size={14} />;
  return <StateGlyph state={terminal.state === 'lost' ? 'interrupted' : terminal.exitCode === 0 ? 'done' : 'cancelled'} size={14} decorative />;
}

function NameField({ terminal, onDone }: { terminal: TerminalView; onDone: (name: string | undefined) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const isDone = useRef(false);
  const done = (name: string | undefined) => {
    if (isDone.current) return; // the field loses the focus once more when it goes
    isDone.current = true;
    onDone(name);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation(); // the tabs have arrow keys of their own
    if (event.code === 'Enter' || event.code === 'NumpadEnter') done(event.currentTarget.value);
    else if (event.code === 'Escape') done(undefined);
  };
  return (
    <Input
      ref={field}
      small
      className="ttab__name"
      aria-label={t('terminals.name')}
      placeholder={nameOf({ ...terminal, name: '' })}
      defaultValue={nameOf(terminal)}
      maxLength={100}
      onKeyDown={press}
      onBlur={(event) => done(event.currentTarget.value)}
    />
  );
}

/** The row above the screen: one tab for each terminal, and what can be done with the one that is shown. */
export function TerminalTabs({ terminals, shown, isCreating, onPress, onNew, onFind, onClose, onRename }: TerminalTabsProps) {
  const [renaming, setRenaming] = useState<string>();
  const press = (event: KeyboardEvent, terminal: TerminalView) => {
    if (event.code === 'F2') setRenaming(terminal.id);
    else if (event.code === 'Delete') onClose(terminal);
    else if (event.code === 'Enter' || event.code === 'Space') onPress(terminal.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const renamed = terminals.find((one) => one.id === renaming);
  return (
    <div className="ttabs">
      <Radix.List aria-label={t('terminals.list')} className="ttabs__list">
        {terminals.map((terminal) => (
          <Radix.Trigger
            key={terminal.id}
            value={terminal.id}
            className="ttab"
            title={`${terminal.title ?? nameOf(terminal)} · ${stateOf(terminal)}\n${terminal.workingDirectory}`}
            onClick={() => onPress(terminal.id)}
            onAuxClick={(event) => event.button === 1 && onClose(terminal)}
            onDoubleClick={() => setRenaming(terminal.id)}
            onKeyDown={(event) => press(event, terminal)}
          >
            <Sign terminal={terminal} />
            <span className="trunc">{nameOf(terminal)}</span>
            {terminal.state === 'running' ? <span className="sr">{stateOf(terminal)}</span> : <span className="muted num nowrap">{stateOf(terminal)}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <IconButton size="sm" icon={Plus} label={t('terminals.new')} busy={isCreating} onClick={onNew} />
      <span className="end row row-tight">
        {renamed !== undefined && (
          <NameField
            key={renamed.id}
            terminal={renamed}
            onDone={(name) => {
              setRenaming(undefined);
              if (name !== undefined && name.trim() !== nameOf(renamed)) onRename(renamed.id, name.trim());
            }}
          />
        )}
        <IconButton size="sm" icon={Search} label={t('terminals.find')} tipKeys="Ctrl+Shift+KeyF" onClick={onFind} />
        <LookMenu onRename={() => setRenaming(shown.id)} />
        <IconButton size="sm" icon={X} label={t('terminals.closeOne', { name: nameOf(shown) })} onClick={() => onClose(shown)} />
      </span>
    </div>
  );
}
