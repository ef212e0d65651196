import { ArrowDownToLine } from 'lucide-react';
import { Fragment, memo, useLayoutEffect, useRef, useState } from 'react';
import type { ServiceLogLine, TaskCommandView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Button } from '@/shared/ui';
import { ansiRuns } from '../items/ansi';
import { useCommandLog } from './useCommandLog';

const near = 24;

const Line = memo(function Line({ line }: { line: ServiceLogLine }) {
  return (
    <div className={`runlog__line runlog__line--${line.source}`}>
      {ansiRuns(line.text).map((run, index) =>
        // Runs have no other name than their place.
        // oxlint-disable-next-line no-array-index-key
        run.look === '' ? <Fragment key={index}>{run.text}</Fragment> : <span key={index} className={run.look}>{run.text}</span>,
      )}
      {line.text === '' && ' '}
    </div>
  );
});

/** The output of a command in its colours. It follows the end until somebody scrolls up. */
export function LogView({ command }: { command: TaskCommandView }) {
  const { lines, error } = useCommandLog(command.taskId, command.id, command.reason !== undefined);
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (following && element !== null) element.scrollTop = element.scrollHeight;
  });
  return (
    <div className="runlog">
      {error !== undefined && <p className="runlog__note xs t-failed" role="status">{error.title} {error.why}</p>}
      <div
        ref={scroller}
        className="out runlog__lines"
        // A region that scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="group"
        aria-label={t('run.output', { name: command.name })}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          setFollowing(scrollHeight - scrollTop - clientHeight < near);
        }}
      >
        {lines.map((line) => <Line key={line.number} line={line} />)}
        {lines.length === 0 && <span className="muted">{t(command.reason === undefined ? 'run.neverStarted' : 'run.silent')}</span>}
      </div>
      {!following && <Button size="sm" className="runlog__end" icon={ArrowDownToLine} onClick={() => setFollowing(true)}>{t('run.toEnd')}</Button>}
    </div>
  );
}
