import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowUp, ListEnd, Paperclip, Square, X } from 'lucide-react';
import { useId, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { call, ProblemError, networkCode, useIsConnected, type AgentCommandView, type AgentView, type TokenUsage, type UnitTaskView } from '@/api';
import { applyTask, taskActions, toastError, useTaskAction } from '@/features/tasks';
import { useShortcut } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Icon, IconButton, Select, toast } from '@/shared/ui';
import { isBusy } from '../nextStep';
import { attach } from './attachments';
import { CommandMenu } from './CommandMenu';
import { commandQuery, complete, fitting } from './commands';
import { isEmpty, useDraft, type Draft } from './draft';
import { Gauge } from './Gauge';
import { ModePicker, nextMode, useMode } from './ModePicker';

export interface ComposerProps {
  readonly task: UnitTaskView;
  readonly agent: AgentView | undefined;
  readonly usage: TokenUsage;
  readonly commands: readonly AgentCommandView[];
  /** Show what the task cost. */
  readonly onCost: () => void;
}

const placeholders = { draft: 'composer.draft', busy: 'composer.running', idle: 'composer.idle', closed: 'composer.closed' } as const;

function placeholderOf(task: UnitTaskView): string {
  if (task.state === 'draft' || task.state === 'blocked') return t(placeholders.draft);
  if (isBusy(task)) return t(placeholders.busy);
  return t(task.state === 'done' || task.state === 'rejected' || task.state === 'cancelled' ? placeholders.closed : placeholders.idle);
}

function useSend(task: UnitTaskView, sent: (key: string) => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ text, attachments, key }: Draft) => call('sendPrompt', { taskId: task.id, prompt: text.trim(), idempotencyKey: key, ...(attachments.length > 0 ? { attachments } : {}) }),
    onSuccess: (answer, draft) => {
      sent(draft.key);
      applyTask(cache, answer.task);
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.code === networkCode) toast({ state: 'interrupted', title: t('offline.toast') });
      else toastError(error);
    },
  });
}

function Model({ task, agent }: { task: UnitTaskView; agent: AgentView | undefined }) {
  const action = useTaskAction();
  const models = agent?.models ?? [];
  if (models.length === 0 && task.model === undefined) return null;
  const values = task.model === undefined || models.includes(task.model) ? models : [task.model, ...models];
  return (
    <Select
      look="quiet"
      label={t('composer.model')}
      value={task.model ?? ''}
      onChange={(model) => model !== '' && action.mutate(() => call('updateUnitTask', { id: task.id, model }))}
      options={[...(task.model === undefined ? [{ value: '', label: t('composer.modelDefault') }] : []), ...values.map((value) => ({ value, label: value }))]}
    />
  );
}

/** Where one writes to the agent. Nothing typed is ever lost: it is emptied only when the host took it. */
export function Composer({ task, agent, usage, commands, onCost }: ComposerProps) {
  const { draft, change, sent } = useDraft(task.id);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const id = useId();
  const connected = useIsConnected();
  const send = useSend(task, sent);
  const stop = useTaskAction();
  const mode = useMode(task, agent);
  const [cursor, setCursor] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const [free, setFree] = useState(false);
  const busy = isBusy(task);
  const query = dismissed ? undefined : commandQuery(draft.text, cursor);
  const offered = query === undefined ? [] : fitting(commands, query);
  const waiting = task.state === 'draft' || task.state === 'blocked';
  useShortcut({ keys: 'KeyM', label: t('keys.task.composer'), group: t('keys.task'), run: () => field.current?.focus() });

  const submit = () => {
    if (isEmpty(draft) || send.isPending || waiting) return;
    if (!connected) toast({ state: 'interrupted', title: t('offline.toast') });
    else send.mutate(draft.key === '' ? { ...draft, key: crypto.randomUUID() } : draft);
  };
  const addFiles = async (files: readonly File[]) => {
    const { attachments, refused } = await attach(draft.attachments, files);
    change({ attachments });
    for (const { name, why } of refused) toast({ state: 'failed', title: t(why === 'size' ? 'composer.tooLarge' : 'composer.notImage', { name }) });
  };
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    void addFiles(files);
  };
  const pick = (command: AgentCommandView) => {
    const text = complete(draft.text, cursor, command);
    change({ text });
    setCursor(command.name.length + 2);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const chosen = offered[active];
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
    else if (chosen !== undefined && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) setActive((active + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length);
    else if (chosen !== undefined && (event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) pick(chosen);
    else if (event.key === 'Escape') {
      if (chosen !== undefined) setDismissed(true);
      else if (free) field.current?.blur();
      // After Escape, Shift Tab and Tab leave the field as everywhere else.
      else setFree(true);
    } else if (event.key === 'Tab' && event.shiftKey && !free) {
      const next = nextMode(mode.modes, mode.shown);
      if (next !== mode.shown) mode.set.mutate(next);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="composer">
      {offered.length > 0 && <CommandMenu id={`${id}-menu`} commands={offered} active={active} onPick={pick} />}
      {draft.attachments.length > 0 && (
        <div className="composer__files">
          {draft.attachments.map((one, index) => (
            // The same image may be attached twice.
            // oxlint-disable-next-line no-array-index-key
            <span key={`${one.name} ${index}`} className="composer__file">
              <img alt={t('item.image', { name: one.name })} src={`data:${one.mediaType};base64,${one.data}`} />
              <IconButton size="sm" icon={X} label={t('composer.remove', { name: one.name })} onClick={() => change({ attachments: draft.attachments.toSpliced(index, 1) })} />
            </span>
          ))}
        </div>
      )}
      <label className="sr" htmlFor={id}>{t('composer.message')}</label>
      <textarea
        id={id}
        ref={field}
        className="ta"
        rows={2}
        placeholder={placeholderOf(task)}
        value={draft.text}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? `${id}-menu` : undefined}
        aria-activedescendant={offered.length > 0 ? `${id}-menu-${active}` : undefined}
        onChange={(event) => {
          change({ text: event.target.value });
          setCursor(event.target.selectionStart);
          setActive(0);
          setDismissed(false);
        }}
        onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
        onFocus={() => setFree(false)}
        onPaste={paste}
        onKeyDown={onKeyDown}
      />
      <div className="composer__bar">
        <IconButton size="sm" icon={Paperclip} label={t('composer.attach')} onClick={() => picker.current?.click()} />
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          accept="image/png,image/jpeg,image/gif,image/webp"
          onChange={(event) => {
            void addFiles([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <ModePicker mode={mode} />
        <Model task={task} agent={agent} />
        <span className="grow" />
        <Gauge usage={usage} onPress={onCost} />
        {busy && <IconButton kind="plain" size="sm" className="send" icon={Square} label={t('composer.stop')} busy={stop.isPending} onClick={() => stop.mutate(() => taskActions.stop(task.id))} />}
        <IconButton
          kind="primary"
          size="sm"
          className="send"
          icon={busy ? ListEnd : ArrowUp}
          label={t(busy ? 'composer.queue' : 'composer.send')}
          tipKeys="Mod+Enter"
          busy={send.isPending}
          refused={waiting ? t('composer.draft') : undefined}
          onClick={submit}
        />
      </div>
      {!connected && !isEmpty(draft) && <p className="xs muted" style={{ padding: '0 12px 8px' }}><Icon shape={Square} size={12} className="sr" />{t('offline.toast')}</p>}
    </div>
  );
}
