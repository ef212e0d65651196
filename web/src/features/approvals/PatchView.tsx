import { useMemo } from 'react';
import { countLines, InlineDiff, parsePatch } from '@/features/changes';
import { Delta } from '@/shared/ui';

/** A unified diff as lines; text that is none is shown as it is. */
export function PatchView({ text }: { text: string }) {
  const files = useMemo(() => parsePatch(text), [text]);
  if (files.length === 0) return <pre className="approval__cmd">{text}</pre>;
  return files.map((file) => {
    const { added, removed } = countLines(file.hunks);
    return (
      <div key={file.path} className="approval__diff">
        <div className="row xs"><code className="trunc grow" title={file.path}>{file.path}</code><Delta added={added} removed={removed} /></div>
        <InlineDiff hunks={file.hunks} path={file.path} />
      </div>
    );
  });
}
