import { ChevronDown, ChevronRight, MessageSquare, UnfoldVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { describeError, type ChangedFileView, type FileDiffView } from '@/api';
import { formatBytes } from '@/shared/lib/bytes';
import { t } from '@/shared/lib/strings';
import { Checkbox, CopyButton, Delta, ErrorNote, Icon, IconButton, MiddlePath } from '@/shared/ui';
import type { ViewRow } from './viewRows';

/** The head of a file; sticks to the top while its lines are read. */
export function FileHead({ row, onFold, onViewed }: { row: Extract<ViewRow, { type: 'head' }>; onFold: () => void; onViewed: (viewed: boolean) => void }) {
  const { file, folded, comments } = row;
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const cut = file.path.length - name.length;
  return (
    <header className="dfile__head">
      <IconButton size="sm" icon={folded ? ChevronRight : ChevronDown} label={t(folded ? 'changes.unfold' : 'changes.fold', { name })} aria-expanded={!folded} onClick={onFold} />
      <code className="trunc trunc-start" title={file.path}>
        <bdi>{file.path.slice(0, cut)}<b>{name}</b></bdi>
      </code>
      <CopyButton text={file.path} label={t('changes.copyPath')} />
      {file.added + file.removed > 0 && <Delta added={file.added} removed={file.removed} />}
      {comments > 0 && <span className="cnum"><Icon shape={MessageSquare} size={12} />{comments}</span>}
      <span className="end row row-4">
        {/* A fixed label would be read with each box; the file's name makes it one of a kind. */}
        <label className="row xs soft" style={{ gap: 6, padding: '0 4px' }}>
          <Checkbox label={t('changes.viewedFile', { name })} hideLabel checked={file.viewed} onChange={(event) => onViewed(event.target.checked)} />
          <span aria-hidden="true" className="wide-phone">{t('changes.viewed')}</span>
        </label>
      </span>
    </header>
  );
}

function facts(diff: FileDiffView, file: ChangedFileView): ReactNode[] {
  const list: string[] = [];
  if (file.oldPath !== undefined && file.oldPath !== file.path) list.push(t(file.status === 'copied' ? 'changes.copied' : 'changes.renamed', { path: file.oldPath }));
  if (file.status === 'submodule') list.push(t('changes.submodule'));
  else if (file.oldMode !== undefined && file.newMode !== undefined && file.oldMode !== file.newMode) list.push(t('changes.mode', { old: file.oldMode, new: file.newMode }));
  if (file.status === 'conflicted') list.push(t('changes.conflicted'));
  if (file.binary) {
    list.push(t('changes.binary'));
    const sizes = [diff.oldSize, diff.newSize].map((size) => (size === undefined ? undefined : formatBytes(size)));
    if (sizes[0] !== undefined && sizes[1] !== undefined) list.push(t('changes.size', { old: sizes[0], new: sizes[1] }));
    else list.push(...sizes.filter((size) => size !== undefined));
  } else if (diff.hunks.length === 0 && file.status !== 'submodule') list.push(t(file.status === 'added' || file.status === 'untracked' || file.status === 'deleted' ? 'changes.empty' : 'changes.sameContent'));
  return list.map((one) => <span key={one}>{one}</span>);
}

/** What a file's difference says besides lines. */
export function FileFacts({ diff, file }: { diff: FileDiffView; file: ChangedFileView }) {
  return <div className="dnote">{facts(diff, file)}</div>;
}

export function HiddenLines({ row, onExpand }: { row: Extract<ViewRow, { type: 'hidden' }>; onExpand: () => void }) {
  const { from, to, section } = row.row;
  const text = to === undefined ? t('changes.hiddenRest', { from }) : t('changes.hidden', { from, to });
  return (
    <button type="button" className="dhunk" title={t('changes.expand', { name: row.file.path })} onClick={onExpand}>
      <Icon shape={UnfoldVertical} size={12} />
      <span>{text}</span>
      {section !== undefined && <span className="trunc">{section}</span>}
    </button>
  );
}

export function FileFailed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const described = describeError(error);
  return (
    <div style={{ padding: 12 }}>
      <ErrorNote error={{ ...described, title: t('changes.failed'), why: described.why ?? described.title }} onRetry={onRetry} />
    </div>
  );
}

export function FileWaiting({ height, path }: { height: number; path: string }) {
  return (
    <div style={{ height, padding: 12 }} aria-busy="true">
      <span className="sr">{t('app.loading')} <MiddlePath path={path} /></span>
      <div className="col skel-late" aria-hidden="true">
        {[62, 44, 71, 38].map((width) => <span key={width} className="skel" style={{ width: `${width}%` }} />)}
      </div>
    </div>
  );
}
