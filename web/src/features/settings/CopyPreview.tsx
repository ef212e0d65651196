import { useQuery } from '@tanstack/react-query';
import { CircleSlash, File, Folder } from 'lucide-react';
import { useEffect, useState } from 'react';
import { describeError, ProblemError } from '@/api';
import { projectQueries } from '@/features/projects';
import { formatBytes } from '@/shared/lib/bytes';
import { count, t } from '@/shared/lib/strings';
import { ErrorNote, Icon, MiddlePath } from '@/shared/ui';

const pause = 350;

/** The value once it has been left alone for a moment, so that a look at the disk is not asked for at each letter. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), pause);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** What the patterns would copy into a new worktree, while they are typed. */
export function CopyPreview({ projectId, patterns }: { projectId: string; patterns: readonly string[] }) {
  const text = useRested(patterns.join('\n'));
  const { data, error, isPlaceholderData } = useQuery(projectQueries.copiedFiles(projectId, text));
  if (text === '') return <p className="copies__none xs muted">{t('scripts.copy.none')}</p>;
  // What is wrong with a pattern stands below the patterns.
  if (error instanceof ProblemError && error.errors.length > 0) return <p className="copies__none xs t-failed">{error.errors.map((one) => one.message).join(' ')}</p>;
  if (error !== null) return <ErrorNote error={describeError(error)} />;
  if (data === undefined) return <p className="copies__none xs muted" role="status">{t('scripts.copy.looking')}</p>;
  const more = data.totalEntries - data.entries.length;
  return (
    <div className="copies" aria-busy={isPlaceholderData}>
      <p className="copies__sum xs" role="status">
        {data.totalEntries === 0 ? t('scripts.copy.noMatch') : count('scripts.copy.sum', data.files, { size: formatBytes(data.bytes) })}
      </p>
      <ul aria-label={t('scripts.copy.list')}>
        {data.entries.map((entry) => (
          <li key={entry.path}>
            <Icon shape={entry.path.endsWith('/') ? Folder : File} size={14} />
            <code className="grow"><MiddlePath path={entry.path} /></code>
            <span className="num muted nowrap">{entry.path.endsWith('/') && `${count('scripts.copy.files', entry.files)}, `}{formatBytes(entry.bytes)}</span>
          </li>
        ))}
        {more > 0 && <li className="muted">{count('scripts.copy.more', more)}</li>}
        {data.skipped.map((entry) => (
          <li key={entry.path} className="copies__left">
            <Icon shape={CircleSlash} size={14} />
            <span className="grow"><span className="sr">{t('scripts.copy.left')} </span><code>{entry.path}</code> {entry.reason}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
