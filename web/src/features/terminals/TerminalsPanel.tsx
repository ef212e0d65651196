import { SquareTerminal } from 'lucide-react';
import { Tabs as Radix } from 'radix-ui';
import { useCallback, useRef, useState } from 'react';
import { describeError, type TerminalView } from '@/api';
import { useShortcut } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Button, EmptyState, ErrorNote, Skeleton } from '@/shared/ui';
import { CloseQuestion } from './CloseQuestion';
import { isConflict, placeKey, useTerminalActions, useTerminals, type TerminalPlace } from './queries';
import { keepAlive, neighbourOf, shownOf, useSelected } from './selection';
import { TerminalFrame } from './TerminalFrame';
import { TerminalTabs } from './TerminalTabs';
import { useKeyboardInset } from './useKeyboardInset';

/** Listed by `?` only: the terminal, or its tab, reads them itself. */
const listed = { enabled: false, run: () => undefined };

function useListedKeys(): void {
  const group = t('keys.group.terminal');
  useShortcut({ keys: 'Ctrl+Shift+KeyL', label: t('terminals.key.leave'), group, ...listed });
  useShortcut({ keys: 'Ctrl+Shift+KeyF', label: t('terminals.key.find'), group, ...listed });
  useShortcut({ keys: 'Ctrl+Shift+KeyC', label: t('terminals.key.copy'), group, ...listed });
  useShortcut({ keys: 'Ctrl+Shift+KeyV', label: t('terminals.key.paste'), group, ...listed });
  useShortcut({ keys: 'F2', label: t('terminals.key.rename'), group, ...listed });
  useShortcut({ keys: 'Delete', label: t('terminals.key.close'), group, ...listed });
}

function useActs(place: TerminalPlace, terminals: readonly TerminalView[], size: () => { columns: number; rows: number } | undefined) {
  const { create, rename, close } = useTerminalActions();
  const [selected, setSelected] = useSelected(place);
  const [focusAsked, setFocusAsked] = useState(0);
  const [closing, setClosing] = useState<string>();
  const focus = () => setFocusAsked((times) => times + 1);
  const open = async (name?: string) => {
    const terminal = await create.mutateAsync({ place, ...size(), name });
    setSelected(terminal.id);
    focus();
  };
  const end = (id: string, unlessBusy = false) => {
    const next = neighbourOf(terminals, id);
    setClosing(undefined);
    close.mutate({ id, unlessBusy }, {
      onSuccess: () => {
        if (next !== undefined && shownOf(terminals, selected)?.id === id) setSelected(next.id);
        focus();
      },
      onError: (error) => {
        if (unlessBusy && isConflict(error)) setClosing(id);
      },
    });
  };
  return {
    selected, setSelected, focusAsked, focus, closing: terminals.find((one) => one.id === closing), isCreating: create.isPending,
    // What was refused is told by a toast.
    open: (name?: string) => void open(name).catch(() => undefined),
    startAgain: (old: TerminalView) => void open(old.name).then(() => close.mutate({ id: old.id })).catch(() => undefined),
    rename: (id: string, name: string) => rename.mutate({ id, name }),
    end,
    askToClose: (terminal: TerminalView) => end(terminal.id, terminal.state === 'running'),
    keep: () => {
      setClosing(undefined);
      focus();
    },
  };
}

/** The terminals of a task or a project, one to a tab. */
export function TerminalsPanel({ place }: { place: TerminalPlace }) {
  const { terminals, isPending, error, refetch } = useTerminals(place);
  const size = useRef<{ columns: number; rows: number }>(undefined);
  const acts = useActs(place, terminals, () => size.current);
  const [findAsked, setFindAsked] = useState(0);
  const [alive, setAlive] = useState<readonly string[]>([]);
  const root = useRef<HTMLDivElement>(null);
  const inset = useKeyboardInset();
  const measured = useCallback((fitting: { columns: number; rows: number }) => {
    size.current = fitting;
  }, []);
  useListedKeys();

  const shown = shownOf(terminals, acts.selected);
  const kept = keepAlive(alive, shown?.id, terminals.map((one) => one.id));
  if (kept !== alive) setAlive(kept);

  if (error !== null && terminals.length === 0) return <ErrorNote look="empty" error={describeError(error)} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton />;
  if (shown === undefined) {
    return (
      <EmptyState icon={SquareTerminal} className="grow justify-center" title={t('terminals.empty')} actions={<Button kind="primary" busy={acts.isCreating} onClick={() => acts.open()}>{t('terminals.new')}</Button>}>
        {t('taskId' in place ? 'terminals.empty.task' : 'terminals.empty.project')}
      </EmptyState>
    );
  }
  return (
    <Radix.Root ref={root} className="terminals" key={placeKey(place)} value={shown.id} onValueChange={acts.setSelected} style={inset === 0 ? {} : { paddingBottom: inset }}>
      <TerminalTabs
        terminals={terminals}
        shown={shown}
        isCreating={acts.isCreating}
        onPress={(id) => {
          acts.setSelected(id);
          acts.focus();
        }}
        onNew={() => acts.open()}
        onFind={() => setFindAsked((times) => times + 1)}
        onClose={acts.askToClose}
        onRename={acts.rename}
      />
      {acts.closing !== undefined && <CloseQuestion key={acts.closing.id} terminal={acts.closing} onClose={() => acts.closing !== undefined && acts.end(acts.closing.id)} onKeep={acts.keep} />}
      {terminals.filter((one) => kept.includes(one.id)).map((terminal) => (
        <Radix.Content key={terminal.id} value={terminal.id} forceMount tabIndex={-1} className="terminals__one">
          <TerminalFrame
            terminal={terminal}
            isShown={terminal === shown}
            focusAsked={acts.focusAsked}
            findAsked={terminal === shown ? findAsked : 0}
            onLeave={() => root.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus()}
            onStartAgain={() => acts.startAgain(terminal)}
            onClose={() => acts.end(terminal.id)}
            onSize={measured}
          />
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
