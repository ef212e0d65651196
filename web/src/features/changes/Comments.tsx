import { Check, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ReviewCommentView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Button, Chip, IconButton, Keycap, toastUndo } from '@/shared/ui';
import { Markdown } from '@/shared/ui/Markdown';
import { useCommentActions } from './queries';
import type { Editors, OpenEditor } from './useEditors';

function placeText({ side, startLine, endLine }: Pick<ReviewCommentView, 'side' | 'startLine' | 'endLine'>): string {
  const old = side === 'old';
  if (startLine === endLine) return t(old ? 'comment.oldLine' : 'comment.line', { line: endLine });
  return t(old ? 'comment.oldLines' : 'comment.lines', { start: startLine, end: endLine });
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return (words.length > 1 ? `${words[0]?.[0] ?? ''}${words.at(-1)?.[0] ?? ''}` : name.slice(0, 2)).toUpperCase();
}

/** A comment under its lines. Drafts can be changed; sent ones resolved. */
export function CommentBox({ comment, place, taskId, editors }: { comment: ReviewCommentView; place: 'line' | 'outdated' | 'hidden'; taskId: string; editors: Editors }) {
  const { add, update, remove } = useCommentActions(taskId);
  const { path, side, startLine, endLine, quote, body } = comment;
  const discard = () =>
    remove.mutate(comment.id, {
      onSuccess: () => toastUndo(t('comment.deleted'), () => add.mutate({ path, side, startLine, endLine, body, ...(quote === undefined ? {} : { quote }) })),
    });
  return (
    <div className="dcmt">
      <article className={comment.state === 'resolved' ? 'cmt cmt--resolved' : 'cmt'} aria-label={`${t('comment.write')}, ${placeText(comment)}`}>
        <div className="by">
          <span className="avatar avatar--sm" aria-hidden="true">{initials(comment.author)}</span>
          <b className="medium" style={{ color: 'var(--color-ink)' }}>{comment.author}</b>
          <span>{placeText(comment)}</span>
          {place !== 'line' && <Chip tone="line">{t(place === 'outdated' ? 'comment.outdated' : 'comment.folded')}</Chip>}
          <span className="end"><Chip tone={comment.state === 'draft' ? 'line' : 'idle'}>{t(`comment.${comment.state}`)}</Chip></span>
          {comment.state === 'draft' && (
            <>
              <IconButton size="sm" icon={Pencil} label={t('comment.edit')} onClick={() => editors.edit(comment)} />
              <IconButton size="sm" icon={Trash2} label={t('comment.delete')} onClick={discard} />
            </>
          )}
          {comment.state === 'sent' && <Button size="sm" kind="ghost" icon={Check} onClick={() => update.mutate({ id: comment.id, state: 'resolved', version: comment.version })}>{t('comment.resolve')}</Button>}
          {comment.state === 'resolved' && <Button size="sm" kind="ghost" icon={RotateCcw} onClick={() => update.mutate({ id: comment.id, state: 'sent', version: comment.version })}>{t('comment.reopen')}</Button>}
        </div>
        {place !== 'line' && quote !== undefined && quote !== '' && <div className="cmt__quote">{quote}</div>}
        <Markdown text={body} />
      </article>
    </div>
  );
}

/** Where a comment is written. Its text lives in the browser's storage; Escape closes it only when nothing is written. */
export function CommentEditor({ editor, taskId, editors, onDone }: { editor: OpenEditor; taskId: string; editors: Editors; onDone: () => void }) {
  const { add, update } = useCommentActions(taskId);
  const field = useRef<HTMLTextAreaElement>(null);
  const busy = add.isPending || update.isPending;
  useFocusOnce(field, editor.text === '' || editor.commentId !== undefined);
  const close = () => {
    editors.close(editor);
    onDone();
  };
  const save = () => {
    const body = editor.text.trim();
    if (body === '' || busy) return;
    const { path, side, startLine, endLine, quote, commentId } = editor;
    if (commentId !== undefined) update.mutate({ id: commentId, body }, { onSuccess: close });
    else add.mutate({ path, side, startLine, endLine, quote, body }, { onSuccess: close });
  };
  return (
    <div className="dcmt">
      <div className="cmt cmt--edit">
        <div className="by">
          <span>{placeText(editor)}</span>
          <Keycap keys="Mod+Enter" className="end" />
        </div>
        <textarea
          ref={field}
          rows={2}
          aria-label={`${t('comment.write')}, ${placeText(editor)}`}
          placeholder={t('comment.placeholder')}
          value={editor.text}
          readOnly={busy}
          onChange={(event) => editors.write(editor, event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              save();
            } else if (event.key === 'Escape' && editor.text.trim() === '') {
              event.stopPropagation();
              close();
            }
          }}
        />
        <div className="row" style={{ justifyContent: 'flex-end', marginTop: 8 }}>
          <Button size="sm" kind="ghost" onClick={close}>{t('cancel')}</Button>
          <Button size="sm" kind="primary" busy={busy} refused={editor.text.trim() === '' ? t('comment.placeholder') : undefined} onClick={save}>{t(editor.commentId === undefined ? 'comment.save' : 'comment.update')}</Button>
        </div>
      </div>
    </div>
  );
}

function useFocusOnce(field: React.RefObject<HTMLTextAreaElement | null>, wanted: boolean): void {
  const first = useRef(wanted);
  useEffect(() => {
    if (!first.current) return;
    first.current = false;
    const element = field.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
  }, [field]);
}
