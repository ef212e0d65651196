import { ChevronDown, ChevronRight, MessageSquare, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ChangedFileView, ChangeStatus, ReviewCommentView } from '@/api';
import { cx } from '@/shared/lib/cx';
import { count as counted, t } from '@/shared/lib/strings';
import { Checkbox, Icon, IconInput, VirtualList } from '@/shared/ui';
import { treeRows, type TreeRow } from './tree';

const letters: Readonly<Record<ChangeStatus, readonly [letter: string, look: string]>> = {
  added: ['A', 'fs-a'], untracked: ['A', 'fs-a'], modified: ['M', 'fs-m'], deleted: ['D', 'fs-d'], renamed: ['R', 'fs-r'], copied: ['C', 'fs-r'],
  type_changed: ['T', 'fs-m'], mode_changed: ['M', 'fs-m'], submodule: ['S', 'fs-r'], conflicted: ['!', 'fs-d'],
};

interface TreeProps {
  readonly files: readonly ChangedFileView[];
  readonly comments: readonly ReviewCommentView[];
  readonly current: string | undefined;
  readonly onShow: (path: string) => void;
  readonly onViewed: (path: string, viewed: boolean) => void;
}

/** Cut in the middle: how a name ends tells files apart. */
function FileName({ name, muted }: { name: string; muted: boolean }) {
  const cut = Math.max(1, name.length - 9);
  return <span aria-hidden="true" className={cx('mid-t grow', muted && 'muted')}><span>{name.slice(0, cut)}</span><span>{name.slice(cut)}</span></span>;
}

function FileRow({ row, count, current, onShow, onViewed }: { row: Extract<TreeRow, { type: 'file' }>; count: number; current: boolean } & Pick<TreeProps, 'onShow' | 'onViewed'>) {
  const { file, name } = row;
  const [letter, look] = letters[file.status];
  const status = t(`changes.status.${file.status}`);
  return (
    <div className={cx('file', file.viewed && 'is-viewed')} aria-current={current ? 'true' : undefined} style={{ paddingLeft: 18 }}>
      <button type="button" title={`${file.path} · ${status}`} onClick={() => onShow(file.path)}>
        <span className={`fs ${look}`} aria-hidden="true">{letter}</span>
        <FileName name={name} muted={file.viewed} />
        <span className="sr">{name}, {status}{count > 0 && `, ${counted('comment.count', count)}`}</span>
        {count > 0 ? (
          <span className="cnum" aria-hidden="true"><Icon shape={MessageSquare} size={12} />{count}</span>
        ) : (
          !file.viewed && file.added + file.removed > 0 && (
            <span className="delta" style={{ gap: 4 }} aria-hidden="true">
              {file.added > 0 ? <span className="add">+{file.added}</span> : <span className="del">−{file.removed}</span>}
            </span>
          )
        )}
      </button>
      <Checkbox label={t('changes.viewedFile', { name })} hideLabel checked={file.viewed} onChange={(event) => onViewed(file.path, event.target.checked)} />
    </div>
  );
}

/** The changed files by folder: one number each, comments before lines; none once viewed. */
export function FileTree({ files, comments, current, onShow, onViewed }: TreeProps) {
  const [query, setQuery] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => treeRows(files, query, folded), [files, query, folded]);
  const counts = useMemo(() => {
    const open = comments.filter((comment) => comment.state !== 'resolved');
    return new Map([...Map.groupBy(open, (comment) => comment.path)].map(([path, list]) => [path, list.length]));
  }, [comments]);
  const fold = (path: string) => setFolded((before) => (before.has(path) ? new Set([...before].filter((one) => one !== path)) : new Set([...before, path])));
  return (
    <nav className="ftree" aria-label={t('changes.files')}>
      {files.length > 6 && (
        <div className="ftree__search">
          <IconInput small icon={Search} type="search" aria-label={t('changes.search')} placeholder={t('changes.search')} value={query} onChange={(event) => setQuery(event.target.value)} />
        </div>
      )}
      {rows.length === 0 && <p className="xs muted" style={{ padding: '4px 14px' }}>{t('changes.none.matches', { query })}</p>}
      <VirtualList
        className="ftree__list"
        items={rows}
        keyOf={(row) => (row.type === 'dir' ? `dir ${row.path}` : row.file.path)}
        estimate={(row) => (row.type === 'dir' ? 24 : 28)}
        render={(row) =>
          row.type === 'dir' ? (
            <button type="button" className="dir" style={{ paddingLeft: 4 }} aria-expanded={!folded.has(row.path)} title={row.path} onClick={() => fold(row.path)}>
              <Icon shape={folded.has(row.path) ? ChevronRight : ChevronDown} size={12} />
              <span className="trunc">{row.path}</span>
            </button>
          ) : (
            <FileRow row={row} count={counts.get(row.file.path) ?? 0} current={row.file.path === current} onShow={onShow} onViewed={onViewed} />
          )
        }
      />
    </nav>
  );
}
