const shortest = 2_000;

/**
 * Cuts a long Markdown text where nothing can reach over the cut: at an empty line outside of code, before a line that is no
 * continuation of a list or quote. While the text grows, all parts but the last stay the same, so only that is parsed again.
 */
export function markdownBlocks(text: string): readonly string[] {
  if (text.length < shortest * 2) return [text];
  const blocks: string[] = [];
  let start = 0;
  let at = 0;
  let fence: string | undefined;
  let empty = false;
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (empty && fence === undefined && at - start >= shortest && /^[^\s>|*+\-\d]/.test(line)) {
      blocks.push(text.slice(start, at));
      start = at;
    }
    if (mark !== undefined && (fence === undefined || (mark[0] === fence[0] && mark.length >= fence.length))) fence = fence === undefined ? mark : undefined;
    empty = line.trim() === '';
    at += line.length + 1;
  }
  blocks.push(text.slice(start));
  return blocks;
}
