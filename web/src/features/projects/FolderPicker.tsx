import { useQuery } from '@tanstack/react-query';
import { ArrowUp, Folder, FolderGit2 } from 'lucide-react';
import { useState } from 'react';
import { describeError, type BrowseEntry } from '@/api';
import { t } from '@/shared/lib/strings';
import { Button, ErrorNote, Icon, IconButton, MiddlePath, Skeleton, VirtualList } from '@/shared/ui';
import { projectQueries } from './queries';

function Entry({ entry, onOpen, onPick }: { entry: BrowseEntry; onOpen: () => void; onPick: () => void }) {
  return (
    <div className="folder">
      <button type="button" className="folder__name" onClick={entry.isRepository ? onPick : onOpen} onDoubleClick={onOpen}>
        <Icon shape={entry.isRepository ? FolderGit2 : Folder} />
        <span className={entry.isRepository ? 'medium trunc' : 'trunc'}>{entry.name}</span>
        {entry.isRepository && <span className="tag">git</span>}
      </button>
      {entry.isRepository && <Button size="sm" onClick={onPick}>{t('folder.pick')}</Button>}
    </div>
  );
}

/** Walks the folders of the machine where Homeport runs, which need not be the one with the browser. */
export function FolderPicker({ onPick, height = 264 }: { onPick: (path: string) => void; height?: number }) {
  const [path, setPath] = useState<string>();
  const { data, error, refetch } = useQuery(projectQueries.folder(path));
  const roots = useQuery(projectQueries.roots());
  if (error !== null) {
    return (
      <ErrorNote
        error={describeError(error)}
        onRetry={() => void refetch()}
        actions={path !== undefined && <Button size="sm" onClick={() => setPath(undefined)}>{t('folder.home')}</Button>}
      />
    );
  }
  if (data === undefined) return <Skeleton />;
  const { parent } = data;
  return (
    <div className="folders" style={{ height }}>
      <div className="folders__head">
        <IconButton icon={ArrowUp} size="sm" label={t('folder.up')} refused={parent === undefined ? t('folder.isRoot') : undefined} onClick={() => setPath(parent)} />
        <code className="grow"><MiddlePath path={data.path} /></code>
        {(roots.data?.items ?? []).length > 1 && roots.data?.items.map((root) => <Button key={root} size="sm" kind="ghost" onClick={() => setPath(root)}>{root}</Button>)}
      </div>
      {data.entries.length === 0 ? (
        <p className="xs muted" style={{ padding: '12px 16px' }}>{t('folder.empty')}</p>
      ) : (
        <VirtualList
          className="grow"
          label={t('folder.list')}
          items={data.entries}
          keyOf={(entry) => entry.path}
          estimate={() => 32}
          render={(entry) => <Entry entry={entry} onOpen={() => setPath(entry.path)} onPick={() => onPick(entry.path)} />}
        />
      )}
      {data.truncated && <p className="xs muted" style={{ padding: '6px 16px' }}>{t('folder.truncated')}</p>}
    </div>
  );
}
