import { ArrowRightLeft, Paperclip, Square, X } from 'lucide-react';
import { useId, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react';
import { call, useIsReachable, type AgentCommandView, type AgentView, type PromptDelivery, type SessionMcpServer, type TokenUsage, type UnitTaskView } from '@/api';
import { worksInTerminal } from '@/features/agents';
import { taskActions, useTaskAction } from '@/features/tasks';
import { cx } from '@/shared/lib/cx';
import { useShortcut } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Icon, IconButton, Select, toast } from '@/shared/ui';
import { isBusy } from '../nextStep';
import { attach } from './attachments';
import { CompletionMenu } from './CompletionMenu';
import { isEmpty, useDraft } from './draft';
import { Gauge } from './Gauge';
import { HandOver } from './HandOver';
import { ModePicker, nextMode, useMode } from './ModePicker';
import { SendButtons } from './SendButtons';
import { useSessionServers } from './SessionServers';
import { useCompletion, type Completion } from './useCompletion';
import { useSend } from './useSend';

export interface ComposerProps {
  readonly task: UnitTaskView;
  readonly agent: AgentView | undefined;
  readonly usage: TokenUsage;
  readonly commands: readonly AgentCommandView[];
  readonly servers: readonly SessionMcpServer[];
  /** Show what the task cost. */
  readonly onCost: () => void;
}

const placeholders = { draft: 'composer.draft', busy: 'composer.running', idle: 'composer.idle', closed: 'composer.closed' } as const;

function placeholderOf(task: UnitTaskView, inTerminal: boolean): string {
  if (inTerminal && task.state === 'running') return t('composer.typed');
  if (inTerminal && !isBusy(task) && task.state !== 'draft' && task.state !== 'blocked') return t('composer.startsAgain');
  if (task.state === 'draft' || task.state === 'blocked') return t(placeholders.draft);
  if (isBusy(task)) return t(placeholders.busy);
  return t(task.state === 'done' || task.state === 'rejected' || task.state === 'cancelled' ? placeholders.closed : placeholders.idle);
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
export function Composer({ task, agent, usage, commands, servers, onCost }: ComposerProps) {
  const { draft, change, sent } = useDraft(task.id);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const id = useId();
  const reachable = useIsReachable();
  const send = useSend(task, sent);
  const stop = useTaskAction();
  const mode = useMode(task, agent);
  const mcp = useSessionServers(servers);
  const [cursor, setCursor] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const [free, setFree] = useState(false);
  const [over, setOver] = useState(false);
  const [handing, setHanding] = useState(false);
  const busy = isBusy(task);
  const canSteer = agent?.capabilities?.steer === true;
  const inTerminal = worksInTerminal(task.agentType, agent);
  const takesImages = agent?.capabilities?.images !== false;
  const completions = useCompletion(task, commands, draft.text, cursor, dismissed);
  const offered = completions.items;
  const waiting = task.state === 'draft' || task.state === 'blocked';
  useShortcut({ keys: 'KeyM', label: t('keys.task.composer'), group: t('keys.task'), run: () => field.current?.focus() });

  const submit = (delivery: PromptDelivery) => {
    if (isEmpty(draft) || send.isPending || waiting) return;
    if (!reachable) toast({ state: 'interrupted', title: t('offline.toast') });
    else send.mutate({ draft: draft.key === '' ? { ...draft, key: crypto.randomUUID() } : draft, delivery });
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
  const drop = (event: DragEvent) => {
    setOver(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    if (takesImages) void addFiles([...event.dataTransfer.files]);
  };
  const pick = (item: Completion) => {
    const made = completions.apply(item);
    change({ text: made.text });
    setCursor(made.cursor);
    field.current?.focus();
    // Once the field has the new text, the cursor belongs behind what was put in.
    requestAnimationFrame(() => field.current?.setSelectionRange(made.cursor, made.cursor));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const chosen = offered[active];
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event.shiftKey ? 'interrupt' : 'queue');
    else if (event.key === 'Enter' && event.altKey && canSteer) submit('steer');
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
    <div
      className={cx('composer', over && 'composer--over')}
      onDragOver={(event) => {
        if (!takesImages || ![...event.dataTransfer.types].includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget instanceof Node ? event.relatedTarget : null) && setOver(false)}
      onDrop={drop}
    >
      {handing && !busy && (
        <HandOver
          task={task}
          prompt={draft.text}
          onClose={() => setHanding(false)}
          onDone={() => {
            setHanding(false);
            sent(draft.key);
          }}
        />
      )}
      {mcp.panel}
      {offered.length > 0 && <CompletionMenu id={`${id}-menu`} completions={completions} active={active} onPick={pick} />}
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
        placeholder={placeholderOf(task, inTerminal)}
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
        {takesImages && <IconButton size="sm" icon={Paperclip} label={t('composer.attach')} onClick={() => picker.current?.click()} />}
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
        {!inTerminal && <ModePicker mode={mode} />}
        <Model task={task} agent={agent} />
        {mcp.button}
        <span className="grow" />
        {!busy && !waiting && <IconButton size="sm" icon={ArrowRightLeft} label={t('handOver.button')} aria-expanded={handing} onClick={() => setHanding(!handing)} />}
        <Gauge usage={usage} onPress={onCost} onCompact={agent?.capabilities?.compact === true && !busy && !waiting && usage.contextUsed !== undefined ? () => stop.mutate(() => call('compactTask', { taskId: task.id })) : undefined} />
        <SendButtons
          busy={busy}
          canSteer={canSteer}
          typed={inTerminal && task.state === 'running'}
          sending={send.isPending}
          stopping={stop.isPending}
          refused={waiting ? t('composer.draft') : undefined}
          onStop={() => stop.mutate(() => taskActions.stop(task.id))}
          onSend={submit}
        />
      </div>
      {!reachable && !isEmpty(draft) && <p className="xs muted" style={{ padding: '0 12px 8px' }}><Icon shape={Square} size={12} className="sr" />{t('offline.toast')}</p>}
    </div>
  );
}
