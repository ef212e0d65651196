import type { ApprovalView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Input } from '@/shared/ui';

export interface ReasonFieldProps {
  readonly approval: ApprovalView;
  /** The name of the refusal that it goes with. */
  readonly deny: string;
  readonly reason: string;
  readonly onChange: (reason: string) => void;
  readonly onSend: () => void;
}

/** Why not: one line, and Enter refuses with it. */
export function ReasonField({ approval, deny, reason, onChange, onSend }: ReasonFieldProps) {
  const isPlan = approval.kind === 'plan';
  return (
    <form
      className="approval__note"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <Input
        aria-label={t('approval.reason')}
        placeholder={isPlan ? t('approval.planReason', { option: deny }) : t('approval.reasonHint')}
        value={reason}
        // Opened by the person, so the cursor belongs here; a plan opens by itself and must not take it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={!isPlan}
        onChange={(event) => onChange(event.target.value)}
      />
      {approval.takesReason === 'prompt' && <p className="xs muted approval__when">{t('approval.reasonNext')}</p>}
    </form>
  );
}
