import { useQuery } from '@tanstack/react-query';
import { Columns2, FileDiff, FolderTree, Pilcrow, Rows2 } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { describeError, type ChangedFileView, type DiffScope, type GetTaskDiffResponse, type UnitTaskView } from '@/api';
import { useLanguages } from '@/shared/lib/highlight';
import { isNarrow, useMedia } from '@/shared/lib/media';
import { usePersistentState } from '@/shared/lib/persistent';
import { useShortcut } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Button, Delta, Drawer, EmptyState, ErrorNote, Segmented, Skeleton } from '@/shared/ui';
import { DiffView, type DiffHandle } from './DiffView';
import type { Layout } from './diffRows';
import { FileTree } from './FileTree';
import { changeQueries, useComments, useSetViewed, type Scope } from './queries';
import { SendBar } from './SendBar';
import { inTreeOrder } from './tree';
import { useEditors } from './useEditors';
import { useFileDiffs } from './useFileDiffs';
import { RowCache } from './viewRows';

const scopes: readonly DiffScope[] = ['all', 'turn', 'working'];
const noFiles: readonly ChangedFileView[] = [];

interface BarProps {
  readonly list: GetTaskDiffResponse;
  readonly scope: DiffScope;
  readonly onScope: (scope: DiffScope) => void;
  readonly layout: Layout | undefined;
  readonly onLayout: (layout: Layout) => void;
  readonly ignoreWhitespace: boolean;
  readonly onWhitespace: () => void;
  readonly onTree: (() => void) | undefined;
}

function Bar({ list, scope, onScope, layout, onLayout, ignoreWhitespace, onWhitespace, onTree }: BarProps) {
  const viewed = list.files.filter((file) => file.viewed).length;
  const all = list.files.length;
  return (
    <div className="toolbar" style={{ padding: '6px 12px' }}>
      {onTree !== undefined && <Button size="sm" kind="ghost" icon={FolderTree} onClick={onTree}>{t('changes.openTree')}</Button>}
      <Segmented label={t('changes.scope')} value={scope} onChange={onScope} options={scopes.map((value) => ({ value, label: t(`changes.scope.${value}`) }))} />
      {all > 0 && (
        <>
          <Delta added={list.added} removed={list.removed} />
          <span className="xs muted num nowrap">{t('changes.viewedOf', { viewed, count: all })}</span>
          <div className="meter wide" style={{ width: 56 }} aria-hidden="true"><i style={{ width: `${(viewed / all) * 100}%` }} /></div>
        </>
      )}
      <span className="end" />
      <Button size="sm" kind="ghost" icon={Pilcrow} aria-pressed={!ignoreWhitespace} title={t(ignoreWhitespace ? 'changes.whitespace.hidden' : 'changes.whitespace.shown')} className={ignoreWhitespace ? 'is-off' : undefined} onClick={onWhitespace}>{t('changes.whitespace')}</Button>
      {layout !== undefined && (
        <Segmented label={t('changes.layout')} value={layout} onChange={onLayout} options={[{ value: 'split', label: t('changes.split'), icon: Columns2 }, { value: 'unified', label: t('changes.unified'), icon: Rows2 }]} />
      )}
    </div>
  );
}

/** There is nothing to compare: not begun, or over without a snapshot. */
function NoWorktree({ task }: { task: UnitTaskView }) {
  const { merge, state } = task;
  if (merge !== undefined) {
    return <EmptyState state="done" title={t('changes.merged.title', { branch: merge.targetBranch })} className="grow justify-center">{t('changes.merged.why', { commit: merge.commit.slice(0, 10) })}</EmptyState>;
  }
  if (state === 'draft' || state === 'blocked' || state === 'queued' || state === 'running') return <Nothing task={task} scope="all" />;
  return <EmptyState icon={FileDiff} title={t('changes.gone.title')} className="grow justify-center">{t('changes.gone.why')}</EmptyState>;
}

function Nothing({ task, scope }: { task: UnitTaskView; scope: DiffScope }) {
  const text = scope !== 'all' ? t('changes.none.scope') : task.state === 'draft' ? t('changes.none.draft') : task.state === 'done' ? t('changes.none.done') : t('changes.none.why');
  return <EmptyState icon={FileDiff} title={t('changes.none.title')} className="grow justify-center">{text}</EmptyState>;
}

export function ChangesTab({ task }: { task: UnitTaskView }) {
  const [scopeName, setScope] = usePersistentState<DiffScope>('changes.scope', 'all');
  const scope = useMemo<Scope>(() => ({ scope: scopeName, turn: task.turnId }), [scopeName, task.turnId]);
  // A worktree that was put away is still compared: from the base to its last snapshot.
  const begun = task.baseCommit !== undefined;
  const query = useQuery({ ...changeQueries.list(task.id, scope), enabled: begun });
  if (!begun || (query.error !== null && task.worktreePath === undefined)) return <NoWorktree task={task} />;
  if (query.error !== null && query.data === undefined) return <ErrorNote look="empty" error={describeError(query.error)} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton glyph={false} lines={[40, 70, 55, 64]} />;
  return <Review key={`${scope.scope} ${scope.scope === 'turn' ? (scope.turn ?? '') : ''}`} task={task} scope={scope} onScope={setScope} list={query.data} />;
}

function Review({ task, scope, onScope, list }: { task: UnitTaskView; scope: Scope; onScope: (scope: DiffScope) => void; list: GetTaskDiffResponse }) {
  const [layout, setLayout] = usePersistentState<Layout>('changes.layout', 'split');
  const [ignoreWhitespace, setIgnore] = usePersistentState('changes.ignoreWhitespace', false);
  const narrow = useMedia('(max-width: 1199px)');
  const single = useMedia(isNarrow);
  const [drawer, setDrawer] = useState(false);
  const [current, setCurrent] = useState<string>();
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [cache] = useState(() => new RowCache());
  const view = useRef<DiffHandle>(null);
  const files = useMemo(() => (list.files.length === 0 ? noFiles : inTreeOrder(list.files)), [list.files]);
  const comments = useComments(task.id);
  const editors = useEditors(task.id);
  const diffs = useFileDiffs(task.id, scope, files, ignoreWhitespace);
  const setViewed = useSetViewed(task.id, scope);
  const languageFor = useLanguages(useMemo(() => files.map((file) => file.path), [files]));
  const shownLayout: Layout = single ? 'unified' : layout;

  const byPath = Map.groupBy(comments, (comment) => comment.path);
  const rows = cache.rows(
    files.map((file) => ({
      file,
      loaded: diffs.of(file.path),
      folded: folds.get(file.path) ?? file.viewed,
      layout: shownLayout,
      language: languageFor(file.path),
      comments: byPath.get(file.path) ?? [],
      editors: editors.editors.filter((editor) => editor.path === file.path),
    })),
  );
  const fold = (path: string, folded: boolean) => setFolds((before) => new Map(before).set(path, folded));
  const show = (path: string) => {
    setDrawer(false);
    if (folds.get(path) === undefined) fold(path, false);
    requestAnimationFrame(() => view.current?.show(path));
  };
  const mark = (path: string, viewed: boolean) => {
    const file = files.find((one) => one.path === path);
    if (file === undefined) return;
    fold(path, viewed);
    setViewed.mutate({ path, blobHash: file.blobHash ?? '', viewed });
  };
  const step = (by: number) => {
    const next = files[files.findIndex((file) => file.path === current) + by];
    if (next !== undefined) show(next.path);
  };
  useShortcut({ keys: 'KeyJ', label: t('changes.keys.next'), group: t('changes.keys'), run: () => step(1) });
  useShortcut({ keys: 'KeyK', label: t('changes.keys.previous'), group: t('changes.keys'), run: () => step(-1) });
  useShortcut({
    keys: 'KeyV', label: t('changes.keys.viewed'), group: t('changes.keys'), enabled: current !== undefined,
    run: () => current !== undefined && mark(current, files.find((file) => file.path === current)?.viewed !== true),
  });

  const tree = <FileTree files={files} comments={comments} current={current} onShow={show} onViewed={mark} />;
  return (
    <>
      <Bar list={list} scope={scope.scope} onScope={onScope} layout={single ? undefined : layout} onLayout={setLayout} ignoreWhitespace={ignoreWhitespace} onWhitespace={() => setIgnore(!ignoreWhitespace)} onTree={narrow && files.length > 0 ? () => setDrawer(true) : undefined} />
      <div className="changes">
        {!narrow && files.length > 0 && tree}
        <div className="dview" style={files.length === 0 ? { gridColumn: '1 / -1' } : undefined}>
          {files.length === 0 ? (
            <Nothing task={task} scope={scope.scope} />
          ) : (
            <DiffView ref={view} taskId={task.id} rows={rows} editors={editors} onNear={diffs.want} onCurrent={setCurrent} onFold={fold} onViewed={mark} onExpand={diffs.expand} onRetry={diffs.retry} />
          )}
          <SendBar task={task} drafts={comments.filter((comment) => comment.state === 'draft')} writing={editors.editors.some((editor) => editor.text.trim() !== '')} />
        </div>
      </div>
      {narrow && <Drawer open={drawer} onClose={() => setDrawer(false)} title={t('changes.files')} side="left">{tree}</Drawer>}
    </>
  );
}
