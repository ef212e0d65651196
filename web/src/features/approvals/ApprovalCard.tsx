import type { ReactNode } from 'react';
import type { ApprovalView } from '@/api';
import { t } from '@/shared/lib/strings';
import { formatAge, useNow } from '@/shared/lib/time';
import { StateGlyph } from '@/shared/ui';
import { askTitle } from './answer';
import { PermissionAnswer, type AnswerProps } from './PermissionAnswer';
import { QuestionAnswer } from './QuestionAnswer';

/** The exact thing and its answers, without a frame: for rows that have their own. */
export function ApprovalAnswer(props: AnswerProps) {
  return props.approval.kind === 'question' ? <QuestionAnswer {...props} /> : <PermissionAnswer {...props} />;
}

/** What an agent asks, as a card; `several` stands in its head when more wait. */
export function ApprovalCard({ approval, keys = true, several }: { approval: ApprovalView; keys?: boolean; several?: ReactNode }) {
  const now = useNow();
  const title = askTitle(approval);
  const age = formatAge(new Date(approval.createdAt).getTime(), now);
  const said = approval.kind === 'permission' && approval.title !== '' && approval.title !== approval.detail && approval.detailKind !== 'command';
  return (
    <section className="approval" aria-label={t('approval.region', { title })}>
      <div className="approval__head">
        <StateGlyph state="waiting" decorative />
        <h2 className={approval.kind === 'question' ? undefined : 'trunc'}>{title}</h2>
        <span className="end num nowrap">{age === 'now' ? t('approval.justNow') : t('approval.waits', { age })}</span>
        {several}
      </div>
      {said && <p className="approval__body" style={{ paddingBottom: 0 }}>{approval.title}</p>}
      <ApprovalAnswer key={approval.id} approval={approval} keys={keys} />
    </section>
  );
}
