import type { RulePatternKind } from '@/api';
import { t } from '@/shared/lib/strings';
import { Field, Input } from '@/shared/ui';

/** What a rule is to cover, while it is written. */
export interface Draft {
  readonly toolName: string;
  readonly patternKind: RulePatternKind;
  readonly pattern: string;
}

const hints = { any: undefined, exact: 'rule.exact.hint', prefix: 'rule.prefix.hint', folder: 'rule.folder.hint' } as const;
const labels = { any: 'rule.any', exact: 'rule.exact', prefix: 'rule.prefix', folder: 'rule.folder' } as const;

/** The pattern of a rule. Enter does nothing here: to keep an allowance wants a press on its button. */
export function PatternField({ draft, error, onChange }: { draft: Draft; error: string | undefined; onChange: (pattern: string) => void }) {
  const hint = hints[draft.patternKind];
  if (draft.patternKind === 'any') return null;
  return (
    <Field label={t(labels[draft.patternKind])} hint={hint === undefined ? undefined : t(hint)} error={error}>
      {(ids) => (
        <Input
          {...ids}
          className="mono"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={draft.pattern}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
      )}
    </Field>
  );
}
