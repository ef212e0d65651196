import { useMemo } from 'react';
import type { ToolCallPayload } from '@/api';
import { hunksOf, InlineDiff } from '@/features/changes';
import { formatBytes } from '@/shared/lib/bytes';
import { t } from '@/shared/lib/strings';
import { CodeText } from '@/shared/ui/Code';
import { Markdown } from '@/shared/ui/Markdown';
import { useItems } from './context';
import { Output } from './Output';
import { shortPath } from './toolText';

type Content = NonNullable<ToolCallPayload['content']>[number];

function EditDiff({ content }: { content: Content }) {
  const { worktree } = useItems();
  const { path = '', oldText = '', newText = '' } = content;
  const hunks = useMemo(() => hunksOf(oldText, newText), [oldText, newText]);
  return hunks === undefined ? <pre className="out"><CodeText text={newText} name={path} /></pre> : <InlineDiff hunks={hunks} path={shortPath(path, worktree)} />;
}

function One({ content, title }: { content: Content; title: string }) {
  if (content.type === 'diff') return <EditDiff content={content} />;
  if (content.type === 'image') return content.data === undefined ? null : <img className="tool__img" alt={title} src={`data:${content.mediaType ?? 'image/png'};base64,${content.data}`} />;
  return (
    <>
      <Output text={content.text ?? ''} label={t('item.output')} />
      {content.blobId !== undefined && <p className="tool__note">{t('item.cut', { size: formatBytes(content.totalBytes ?? 0) })}</p>}
    </>
  );
}

/** Of the other kinds, the one thing that matters of their input stands in the head. */
const shownInput = new Set(['other', 'fetch', 'think', 'move']);

function inputText(input: unknown): string | undefined {
  if (input === undefined || input === null) return undefined;
  const text = typeof input === 'string' ? input : JSON.stringify(input, null, 2);
  return text === '{}' ? undefined : text;
}

/** What a tool was given and what it gave. */
export function ToolBody({ call }: { call: ToolCallPayload }) {
  const content = call.content ?? [];
  const title = call.title ?? call.toolName ?? '';
  const command = call.kind === 'execute' || call.kind === 'setup' ? textField(call.input, 'command') : undefined;
  const input = shownInput.has(call.kind ?? 'other') && !content.some((one) => one.type === 'diff') ? inputText(call.input) : undefined;
  const prompt = call.kind === 'agent' ? textField(call.input, 'prompt') : undefined;
  const empty = content.every((one) => one.type === 'text' && (one.text ?? '') === '');
  return (
    <>
      {command?.includes('\n') === true && <pre className="out out--in"><CodeText text={command} name="bash" /></pre>}
      {input !== undefined && <pre className="out out--in"><CodeText text={input} name="json" /></pre>}
      {prompt !== undefined && <div className="thought"><Markdown text={prompt} /></div>}
      {content.map((one, index) => (
        // Contents of a call have no other name than their place.
        // oxlint-disable-next-line no-array-index-key
        <One key={index} content={one} title={title} />
      ))}
      {empty && input === undefined && <p className="tool__note">{t('item.noOutput')}</p>}
    </>
  );
}

function textField(input: unknown, name: string): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const value: unknown = Object.entries(input).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}
