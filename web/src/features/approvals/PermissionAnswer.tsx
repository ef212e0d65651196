import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { describeError, type ApprovalOption, type ApprovalView } from '@/api';
import { usePersistentState } from '@/shared/lib/persistent';
import { useShortcut } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Button, ErrorNote, IconButton, Input, Menu, MenuItem } from '@/shared/ui';
import { optionsOf, useAnswerApproval, useInertFirst } from './answer';
import { Detail } from './Detail';

export interface AnswerProps {
  readonly approval: ApprovalView;
  /** The keys Y, D and digits act on this one. */
  readonly keys?: boolean;
}

/** A permission or a plan: the exact thing first, then the answers that the agent offers. */
export function PermissionAnswer({ approval, keys = true }: AnswerProps) {
  const send = useAnswerApproval(approval);
  const inert = useInertFirst(approval.id);
  const plan = approval.kind === 'plan';
  const { allow, always, deny, never } = optionsOf(approval);
  const [reason, setReason] = usePersistentState(`answer.${approval.id}`, '');
  const [asking, setAsking] = useState(plan || reason !== '');
  const primary = allow ?? always[0];
  const answer = (option: ApprovalOption | undefined) => {
    if (option === undefined || inert || send.isPending) return;
    const refusal = option.kind === 'reject_once' || option.kind === 'reject_always';
    send.mutate({ optionId: option.id, ...(refusal && reason.trim() !== '' ? { reason: reason.trim() } : {}) });
  };
  const group = t('approval.keys');
  useShortcut({ keys: 'KeyY', label: t('approval.keys.allow'), group, enabled: keys && primary !== undefined, run: () => answer(primary) });
  useShortcut({ keys: 'KeyD', label: t('approval.keys.deny'), group, enabled: keys && deny !== undefined, run: () => answer(deny) });
  const busy = (option: ApprovalOption) => send.isPending && send.variables.optionId === option.id;
  const caret = !asking || never.length > 0;
  const lasting = always.filter((option) => option !== primary);
  return (
    <>
      <Detail approval={approval} />
      {(approval.reason !== undefined || (approval.toolName !== undefined && approval.detailKind !== 'command' && !plan)) && (
        <dl className="approval__facts">
          {approval.reason !== undefined && <><dt>{t('approval.why')}</dt><dd>{approval.reason}</dd></>}
          {approval.toolName !== undefined && approval.detailKind !== 'command' && !plan && <><dt>{t('approval.tool')}</dt><dd><code>{approval.toolName}</code></dd></>}
        </dl>
      )}
      {send.error !== null && <div className="approval__note"><ErrorNote error={describeError(send.error)} /></div>}
      {asking && deny !== undefined && (
        <form
          className="approval__note"
          onSubmit={(event) => {
            event.preventDefault();
            answer(deny);
          }}
        >
          <Input
            aria-label={t('approval.reason')}
            placeholder={plan ? t('approval.planReason', { option: deny.name }) : t('approval.reasonHint')}
            value={reason}
            // Opened by the person, so the cursor belongs here; a plan opens by itself and must not take it.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={!plan}
            onChange={(event) => setReason(event.target.value)}
          />
        </form>
      )}
      <div className="approval__acts" inert={inert}>
        {primary !== undefined && <Button kind="primary" {...(keys ? { keys: 'KeyY' } : {})} busy={busy(primary)} onClick={() => answer(primary)}>{primary.name}</Button>}
        {lasting.length === 1 || plan
          ? lasting.map((option) => <Button key={option.id} busy={busy(option)} onClick={() => answer(option)}>{option.name}</Button>)
          : lasting.length > 1 && (
              <Menu label={t('approval.always')} trigger={<Button>{t('approval.always')}</Button>}>
                {lasting.map((option) => <MenuItem key={option.id} hint={t('approval.alwaysHint')} onSelect={() => answer(option)}>{option.name}</MenuItem>)}
              </Menu>
            )}
        {deny !== undefined && (
          <span className={caret ? 'split end' : 'end'}>
            <Button {...(keys ? { keys: 'KeyD' } : {})} busy={busy(deny)} onClick={() => answer(deny)}>{deny.name}</Button>
            {caret && (
              <Menu align="end" label={t('approval.more')} trigger={<IconButton kind="plain" icon={ChevronDown} label={t('approval.more')} />}>
                {!asking && <MenuItem onSelect={() => setAsking(true)}>{t('approval.denyWith')}</MenuItem>}
                {never.map((option) => <MenuItem key={option.id} onSelect={() => answer(option)}>{option.name}</MenuItem>)}
              </Menu>
            )}
          </span>
        )}
      </div>
    </>
  );
}
