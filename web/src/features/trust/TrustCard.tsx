import { useState } from 'react';
import type { UnitTaskView } from '@/api';
import { useInert } from '@/features/approvals';
import { taskActions, useTaskAction } from '@/features/tasks';
import { count, t } from '@/shared/lib/strings';
import { Button, StateGlyph } from '@/shared/ui';
import { useAcceptTrust } from './queries';
import { TrustFiles } from './TrustFiles';

/** What the repository would make programs run, and the answers: trust, look, cancel. */
export function TrustAnswer({ task }: { task: UnitTaskView }) {
  const [looking, setLooking] = useState(false);
  const accept = useAcceptTrust();
  const action = useTaskAction();
  const question = task.trust;
  const { inert, isSteady, ref } = useInert(question?.id ?? '');
  if (question === undefined) return null;
  const more = question.files - question.paths.length;
  return (
    <>
      <p className="approval__body">{t('trust.why')}</p>
      {!looking && (
        <ul className="trust__paths approval__cmd">
          {question.paths.map((path) => <li key={path}><code>{path}</code></li>)}
          {more > 0 && <li>{count('trust.more', more)}</li>}
        </ul>
      )}
      {looking && <TrustFiles questionId={question.id} />}
      <div className="approval__acts" inert={inert} ref={ref}>
        <Button kind="primary" busy={accept.isPending} onClick={() => isSteady() && accept.mutate(question.id)}>{t('trust.accept')}</Button>
        <Button aria-expanded={looking} onClick={() => setLooking(!looking)}>{t(looking ? 'trust.hide' : 'trust.look')}</Button>
        <Button kind="ghost" busy={action.isPending} onClick={() => action.mutate(() => taskActions.stop(task.id))}>{t('trust.cancel')}</Button>
      </div>
    </>
  );
}

/** Pinned above the composer while the task waits for it. */
export function TrustCard({ task }: { task: UnitTaskView }) {
  if (task.trust === undefined) return null;
  return (
    <section className="approval" aria-label={t('trust.region')}>
      <div className="approval__head">
        <StateGlyph state="waiting" decorative />
        <h2>{count('trust.title', task.trust.files)}</h2>
      </div>
      <TrustAnswer key={task.trust.id} task={task} />
    </section>
  );
}
