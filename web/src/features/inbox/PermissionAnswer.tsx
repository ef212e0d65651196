import { lazy, Suspense } from 'react';
import { describeError, type ApprovalOption, type ApprovalView } from '@/api';
import { useShortcut } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Button, ErrorNote } from '@/shared/ui';
import { useAnswer, useInertFirst } from './useAnswer';

const Markdown = lazy(() => import('@/shared/ui/Markdown').then((module) => ({ default: module.Markdown })));

const order: Readonly<Record<ApprovalOption['kind'], number>> = { allow_once: 0, allow_always: 1, reject_once: 2, reject_always: 3 };

function Detail({ approval }: { approval: ApprovalView }) {
  if (approval.detail === '') return null;
  if (approval.detailKind === 'markdown') {
    return <div className="approval__cmd approval__plan"><Suspense fallback={approval.detail}><Markdown text={approval.detail} /></Suspense></div>;
  }
  return <pre className="approval__cmd">{approval.detail}</pre>;
}

/** A permission or a plan, answered in place: the exact thing first, then the answers the agent offers. */
export function PermissionAnswer({ approval, taskId }: { approval: ApprovalView; taskId: string }) {
  const send = useAnswer(taskId);
  const inert = useInertFirst(approval.id);
  const options = approval.options.toSorted((a, b) => order[a.kind] - order[b.kind]);
  const primary = options.find((option) => option.kind === 'allow_once') ?? options[0];
  const deny = options.find((option) => option.kind === 'reject_once');
  const answer = (option: ApprovalOption | undefined) => {
    if (option !== undefined && !inert && !send.isPending) send.mutate({ approvalId: approval.id, optionId: option.id });
  };
  useShortcut({ keys: 'KeyY', label: t('keys.allow'), group: t('keys.group.inbox'), run: () => answer(primary) });
  useShortcut({ keys: 'KeyD', label: t('keys.deny'), group: t('keys.group.inbox'), run: () => answer(deny) });
  const keysOf = (option: ApprovalOption) => (option === primary ? { keys: 'KeyY' } : option === deny ? { keys: 'KeyD' } : {});
  return (
    <>
      <Detail approval={approval} />
      {(approval.reason !== undefined || approval.toolName !== undefined) && (
        <dl className="approval__facts" style={{ padding: '8px 0 0' }}>
          {approval.reason !== undefined && <><dt>{t('inbox.reason')}</dt><dd>{approval.reason}</dd></>}
          {approval.toolName !== undefined && <><dt>{t('inbox.tool')}</dt><dd><code>{approval.toolName}</code></dd></>}
        </dl>
      )}
      {send.error !== null && <div style={{ marginTop: 8 }}><ErrorNote error={describeError(send.error)} /></div>}
      <div className="row wrap" style={{ marginTop: 12 }} inert={inert}>
        {options.map((option) => (
          <Button key={option.id} kind={option === primary ? 'primary' : 'plain'} busy={send.isPending && send.variables.optionId === option.id} onClick={() => answer(option)} {...keysOf(option)}>
            {option.name}
          </Button>
        ))}
      </div>
    </>
  );
}
