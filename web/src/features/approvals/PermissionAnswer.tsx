import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { describeError, ProblemError, type ApprovalOption, type ApprovalView, type RuleScope } from '@/api';
import { usePersistentState } from '@/shared/lib/persistent';
import { useShortcut } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Button, ErrorNote, IconButton, Menu, MenuItem } from '@/shared/ui';
import { optionsOf, useAnswerApproval, type Answer } from './answer';
import { Detail } from './Detail';
import { useInert } from './inert';
import { KeepRule } from './KeepRule';
import { PlanText } from './PlanText';
import { ReasonField } from './ReasonField';

export interface AnswerProps {
  readonly approval: ApprovalView;
  /** The keys Y, D and digits act on this one. */
  readonly keys?: boolean;
}

interface Keeping {
  readonly effect: 'allow' | 'deny';
  readonly scope: RuleScope;
}

/** A plan that nobody has touched. */
const unchanged: { readonly text?: string } = {};

const scopes: readonly RuleScope[] = ['task', 'project', 'everywhere'];

/** The agent's own lasting answers: of a plan always, else where they mean something else than a rule of ours. */
function lastingOf(approval: ApprovalView, always: readonly ApprovalOption[], primary: ApprovalOption | undefined): readonly ApprovalOption[] {
  const others = always.filter((option) => option !== primary);
  return approval.kind === 'plan' || approval.detailKind === 'diff' || (approval.proposals?.length ?? 0) === 0 ? others : [];
}

function Facts({ approval }: { approval: ApprovalView }) {
  const tool = approval.toolName !== undefined && approval.detailKind !== 'command' && approval.kind !== 'plan' ? approval.toolName : undefined;
  const linked = approval.paths?.filter((path) => path.target !== undefined) ?? [];
  if (approval.reason === undefined && tool === undefined && linked.length === 0) return null;
  return (
    <dl className="approval__facts">
      {approval.reason !== undefined && <><dt>{t('approval.why')}</dt><dd>{approval.reason}</dd></>}
      {tool !== undefined && <><dt>{t('approval.tool')}</dt><dd><code>{tool}</code></dd></>}
      {linked.map((path) => <div key={path.path} style={{ display: 'contents' }}><dt>{t('approval.linked')}</dt><dd><code>{path.path}</code> → <code>{path.target}</code></dd></div>)}
    </dl>
  );
}

/** A permission or a plan: the exact thing first, then the answers. Enter never allows. */
export function PermissionAnswer({ approval, keys = true }: AnswerProps) {
  const send = useAnswerApproval(approval);
  const { inert, isSteady, ref } = useInert(approval.id);
  const isPlan = approval.kind === 'plan';
  const { allow, always, deny, never } = optionsOf(approval);
  const takesReason = approval.takesReason !== undefined && deny !== undefined;
  const [reason, setReason] = usePersistentState(`answer.${approval.id}`, '');
  const [changed, setChanged] = usePersistentState(`plan.${approval.id}`, unchanged);
  const plan = changed.text;
  const [asking, setAsking] = useState(takesReason && (isPlan || reason !== ''));
  const [keeping, setKeeping] = useState<Keeping>();
  const primary = allow ?? always[0];
  const canKeep = !isPlan && primary !== undefined && (approval.proposals?.length ?? 0) > 0;
  const lasting = lastingOf(approval, always, primary);
  const give = (answer: Answer) => {
    if (!send.isPending) send.mutate(answer);
  };
  const why = reason.trim() === '' ? {} : { reason: reason.trim() };
  const answer = (option: ApprovalOption | undefined) => {
    if (option === undefined || inert || !isSteady()) return;
    const refusal = option.kind === 'reject_once' || option.kind === 'reject_always';
    give({ optionId: option.id, ...(refusal ? why : isPlan && plan !== undefined && plan !== approval.detail ? { plan } : {}) });
  };
  const open = (next: Keeping) => {
    if (!inert && isSteady()) setKeeping(next);
  };
  const ask = () => {
    if (!inert && isSteady() && takesReason) setAsking(true);
  };
  const group = t('approval.keys');
  const shortcut = { group, enabled: keys && keeping === undefined };
  useShortcut({ ...shortcut, keys: 'KeyY', label: t('approval.keys.allow'), run: () => answer(primary) });
  useShortcut({ ...shortcut, keys: 'KeyD', label: t('approval.keys.deny'), run: () => answer(deny) });
  useShortcut({ ...shortcut, keys: 'Digit1', label: t('approval.keys.allow'), run: () => answer(primary) });
  useShortcut({ ...shortcut, keys: 'Digit2', label: t('approval.keys.always'), run: () => (canKeep ? open({ effect: 'allow', scope: 'project' }) : answer(lasting[0])) });
  useShortcut({ ...shortcut, keys: 'Digit3', label: t('approval.keys.deny'), run: () => answer(deny) });
  useShortcut({ ...shortcut, keys: 'Digit4', label: t('approval.keys.reason'), run: ask });
  const busy = (option: ApprovalOption) => send.isPending && send.variables.optionId === option.id && send.variables.keep === undefined;
  const problem = send.error instanceof ProblemError ? send.error : undefined;
  const wrong = problem?.errors.find((one) => one.path.startsWith('keep/'))?.message;
  const more = never.length > 0 || (takesReason && !asking) || (canKeep && deny !== undefined);
  return (
    <>
      {isPlan && plan !== undefined ? <PlanText text={plan} onChange={(text) => setChanged({ text })} /> : <Detail approval={approval} />}
      <Facts approval={approval} />
      {send.error !== null && wrong === undefined && <div className="approval__note"><ErrorNote error={describeError(send.error)} /></div>}
      {asking && deny !== undefined && <ReasonField approval={approval} deny={deny.name} reason={reason} onChange={setReason} onSend={() => answer(deny)} />}
      {keeping !== undefined && canKeep && (
        <KeepRule
          approval={approval}
          effect={keeping.effect}
          scope={keeping.scope}
          busy={send.isPending && send.variables.keep !== undefined}
          wrong={wrong}
          onScope={(scope) => setKeeping({ ...keeping, scope })}
          onKeep={(keep) => give({ optionId: keeping.effect === 'allow' ? primary.id : (deny ?? primary).id, keep, ...(keeping.effect === 'deny' ? why : {}) })}
          onCancel={() => setKeeping(undefined)}
        />
      )}
      <div className="approval__acts" inert={inert} ref={ref} hidden={keeping !== undefined}>
        {primary !== undefined && <Button kind="primary" {...(keys ? { keys: 'Digit1' } : {})} busy={busy(primary)} onClick={() => answer(primary)}>{isPlan && plan !== undefined ? t('approval.planTake') : primary.name}</Button>}
        {canKeep && (
          <span className="split">
            <Button {...(keys ? { keys: 'Digit2' } : {})} onClick={() => open({ effect: 'allow', scope: 'project' })}>{t('approval.always')}</Button>
            <Menu label={t('rule.scope')} trigger={<IconButton kind="plain" icon={ChevronDown} label={t('rule.scope')} />}>
              {scopes.map((scope) => <MenuItem key={scope} onSelect={() => setKeeping({ effect: 'allow', scope })}>{t(`rule.scope.${scope}`)}</MenuItem>)}
            </Menu>
          </span>
        )}
        {lasting.map((option) => <Button key={option.id} busy={busy(option)} onClick={() => answer(option)}>{option.name}</Button>)}
        {isPlan && approval.takesPlan === true && (
          <Button onClick={() => setChanged(plan === undefined ? { text: approval.detail } : unchanged)}>{t(plan === undefined ? 'approval.planEdit' : 'approval.planUndo')}</Button>
        )}
        {deny !== undefined && (
          <span className={more ? 'split end' : 'end'}>
            <Button {...(keys ? { keys: 'Digit3' } : {})} busy={busy(deny)} onClick={() => answer(deny)}>{deny.name}</Button>
            {more && (
              <Menu align="end" label={t('approval.more')} trigger={<IconButton kind="plain" icon={ChevronDown} label={t('approval.more')} />}>
                {takesReason && !asking && <MenuItem onSelect={() => setAsking(true)} {...(keys ? { keys: 'Digit4' } : {})}>{t('approval.denyWith')}</MenuItem>}
                {canKeep && <MenuItem onSelect={() => setKeeping({ effect: 'deny', scope: 'project' })}>{t('approval.denyAlways')}</MenuItem>}
                {never.map((option) => <MenuItem key={option.id} onSelect={() => answer(option)}>{option.name}</MenuItem>)}
              </Menu>
            )}
          </span>
        )}
      </div>
    </>
  );
}
