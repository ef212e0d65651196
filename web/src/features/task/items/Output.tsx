import { Fragment, useMemo } from 'react';
import { ansiRuns } from './ansi';

/** Terminal output in its colours. */
export function Output({ text, label }: { text: string; label: string }) {
  const runs = useMemo(() => ansiRuns(text.replace(/\n+$/, '')), [text]);
  return (
    // A region that scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="out" tabIndex={0} role="group" aria-label={label}>
      {runs.map((run, index) =>
        // Runs have no other name than their place.
        // oxlint-disable-next-line no-array-index-key
        run.look === '' ? <Fragment key={index}>{run.text}</Fragment> : <span key={index} className={run.look}>{run.text}</span>,
      )}
    </div>
  );
}
