import { useState } from 'react';
import type { ApprovalView, KeepRule as Kept, RuleDraft, RuleScope } from '@/api';
import { t } from '@/shared/lib/strings';
import { Button, Checkbox, Segmented } from '@/shared/ui';
import { useInert } from './inert';
import { PatternField, type Draft } from './PatternField';

const scopes: readonly RuleScope[] = ['task', 'project', 'everywhere'];

/** The proposals of the host, with words for each; kinds that it does not propose make no sense for this. */
function draftsOf({ proposals = [] }: Pick<ApprovalView, 'proposals'>): readonly Draft[] {
  return proposals.map((one) => ({ toolName: one.toolName, patternKind: one.patternKind, pattern: one.pattern ?? '' }));
}

function describe(draft: Draft): string {
  switch (draft.patternKind) {
    case 'prefix': return t('rule.draft.prefix', { pattern: draft.pattern });
    case 'exact': return t(draft.toolName === 'shell' ? 'rule.draft.exact' : 'rule.draft.exactInput');
    case 'folder': return draft.pattern === '.' ? t('rule.draft.worktree') : t('rule.draft.folder', { pattern: draft.pattern });
    case 'any': return draft.toolName.endsWith('__*') ? t('rule.draft.server', { tool: draft.toolName }) : t('rule.draft.any', { tool: draft.toolName });
  }
}

export interface KeepRuleProps {
  readonly approval: ApprovalView;
  readonly effect: 'allow' | 'deny';
  readonly scope: RuleScope;
  readonly busy: boolean;
  /** What is wrong with the pattern, from the host. */
  readonly wrong: string | undefined;
  readonly onScope: (scope: RuleScope) => void;
  readonly onKeep: (keep: Kept) => void;
  readonly onCancel: () => void;
}

/** The rule that goes with an answer: proposed, and changed before it is kept. */
export function KeepRule({ approval, effect, scope, busy, wrong, onScope, onKeep, onCancel }: KeepRuleProps) {
  const drafts = draftsOf(approval);
  const [chosen, setChosen] = useState(0);
  const [patterns, setPatterns] = useState<Readonly<Record<number, string>>>({});
  const [anyAgent, setAnyAgent] = useState(false);
  const { inert, isSteady, ref } = useInert(`${approval.id}.keep`);
  const proposed = drafts[chosen];
  if (proposed === undefined) return null;
  const draft: Draft = { ...proposed, pattern: patterns[chosen] ?? proposed.pattern };
  const keep = () => {
    if (inert || !isSteady() || busy) return;
    const rule: RuleDraft = { toolName: draft.toolName, patternKind: draft.patternKind, ...(draft.pattern === '' ? {} : { pattern: draft.pattern }) };
    onKeep({ scope, ...rule, ...(anyAgent ? { anyAgent: true } : {}) });
  };
  return (
    <div className="keep" role="group" aria-label={t('rule.keep')}>
      {drafts.length > 1 && (
        <div role="radiogroup" aria-label={t('rule.covers')} className="keep__kinds">
          {drafts.map((one, index) => (
            <label key={`${one.patternKind} ${one.toolName} ${one.pattern}`} className="opt">
              <input className="radio" type="radio" name={`keep.${approval.id}`} checked={index === chosen} onChange={() => setChosen(index)} />
              <span className="grow keep__what">{describe(one)}</span>
            </label>
          ))}
        </div>
      )}
      {drafts.length === 1 && draft.patternKind === 'any' && <p className="xs">{describe(draft)}</p>}
      <PatternField draft={draft} error={wrong} onChange={(pattern) => setPatterns({ ...patterns, [chosen]: pattern })} />
      <div className="row wrap keep__reach">
        <Segmented label={t('rule.scope')} value={scope} onChange={onScope} options={scopes.map((value) => ({ value, label: t(`rule.scope.${value}`) }))} />
        <Checkbox label={t('rule.anyAgent')} checked={anyAgent} onChange={(event) => setAnyAgent(event.target.checked)} />
      </div>
      <div className="row keep__acts" inert={inert} ref={ref}>
        <Button {...(effect === 'allow' ? { kind: 'primary' as const } : { kind: 'danger' as const })} busy={busy} onClick={keep}>{t(effect === 'allow' ? 'rule.allowAndKeep' : 'rule.denyAndKeep')}</Button>
        <Button onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </div>
  );
}
