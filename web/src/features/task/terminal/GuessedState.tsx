import type { ActivityPayload, UnitTaskView } from '@/api';
import { t } from '@/shared/lib/strings';
import { formatSpan, useNow } from '@/shared/lib/time';
import { StateGlyph, Tag } from '@/shared/ui';

/** What the program seems to do, and that this is a guess. Nothing where nothing runs. */
export function GuessedState({ task, activity }: { task: UnitTaskView; activity: ActivityPayload | undefined }) {
  const now = useNow();
  if (task.state !== 'running') return null;
  const quiet = activity?.state === 'quiet';
  const since = activity?.lastOutputAt === undefined ? undefined : formatSpan(now - new Date(activity.lastOutputAt).getTime());
  return (
    <span className="aterm__state">
      <StateGlyph state={quiet ? 'interrupted' : 'running'} size={14} decorative />
      <span className="trunc">
        {activity === undefined ? t('agentTerminal.starting') : quiet ? (since === undefined ? t('agentTerminal.silent') : t('agentTerminal.quiet', { span: since })) : t('agentTerminal.working')}
      </span>
      {activity !== undefined && <span title={t('agentTerminal.guessed.why')}><Tag>{t('agentTerminal.guessed')}</Tag></span>}
    </span>
  );
}
