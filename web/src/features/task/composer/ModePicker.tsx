import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type AgentView, type PermissionMode, type UnitTaskView } from '@/api';
import { keepsAgent } from '@/features/isolation';
import { applyTask, toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { Button, Dialog, Field, Input, Keycap, Menu, MenuChoice } from '@/shared/ui';

const allModes: readonly PermissionMode[] = ['plan', 'ask', 'accept_edits', 'bypass'];

/** The next mode; `bypass` is never reached by a key, it must be chosen and confirmed. */
export function nextMode(modes: readonly PermissionMode[], now: PermissionMode): PermissionMode {
  const cycle = modes.filter((mode) => mode !== 'bypass');
  return cycle[(cycle.findIndex((mode) => mode === now) + 1) % Math.max(1, cycle.length)] ?? now;
}

export function useMode(task: UnitTaskView, agent: AgentView | undefined) {
  const cache = useQueryClient();
  const modes = agent === undefined || agent.modes.length === 0 ? allModes : allModes.filter((mode) => agent.modes.includes(mode) || mode === task.permissionMode);
  const set = useMutation({
    mutationFn: (mode: PermissionMode) => call('updateUnitTask', { id: task.id, permissionMode: mode, ...(mode === 'bypass' && !keepsAgent(task.isolation) ? { confirmBypass: 'bypass' } : {}) }),
    onSuccess: (answer) => applyTask(cache, answer.task),
    onError: toastError,
  });
  return { modes, set, kept: keepsAgent(task.isolation), shown: set.isPending ? set.variables : task.permissionMode };
}

function BypassDialog({ open, onClose, onConfirm }: { open: boolean; onClose: () => void; onConfirm: () => void }) {
  const [typed, setTyped] = useState('');
  const ready = typed === 'bypass';
  const confirm = () => {
    if (!ready) return;
    setTyped('');
    onConfirm();
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('bypass.title')}
      foot={
        <>
          <Button onClick={onClose}>{t('bypass.keep')}</Button>
          <Button kind="danger-solid" disabled={!ready} onClick={confirm}>{t('bypass.run')}</Button>
        </>
      }
    >
      <p>{t('bypass.why')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <Field label={t('bypass.type', { word: 'bypass' })}>{(ids) => <Input {...ids} autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />}</Field>
      </form>
    </Dialog>
  );
}

export function ModePicker({ mode }: { mode: ReturnType<typeof useMode> }) {
  const [confirming, setConfirming] = useState(false);
  const name = t(`mode.${mode.shown}`);
  const pick = (next: PermissionMode) => {
    if (next === 'bypass' && mode.shown !== 'bypass' && !mode.kept) setConfirming(true);
    else if (next !== mode.shown) mode.set.mutate(next);
  };
  return (
    <>
      <Menu
        label={t('composer.modeChanged', { mode: name })}
        trigger={
          <Button size="sm" kind="ghost" title={t('composer.mode', { mode: name })}>
            <span className="sr">{t('composer.modeName')} </span>
            {name}
            <Keycap keys="Shift+Tab" className="wide-phone" />
          </Button>
        }
      >
        <MenuChoice value={mode.shown} onChange={pick} options={mode.modes.map((value) => ({ value, label: t(`mode.${value}`), hint: t(`mode.${value}.hint`) }))} />
      </Menu>
      <BypassDialog
        open={confirming}
        onClose={() => setConfirming(false)}
        onConfirm={() => {
          setConfirming(false);
          mode.set.mutate('bypass');
        }}
      />
    </>
  );
}
