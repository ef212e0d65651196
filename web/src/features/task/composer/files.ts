/** The word after an `@` that begins a word, as far as the cursor; undefined when the person is not naming a file. */
export function fileQuery(text: string, cursor: number): string | undefined {
  return /(?:^|\s)@([^\s@]{0,200})$/.exec(text.slice(0, cursor))?.[1];
}

/** The text with the file's path in place of what was typed of it, and where the cursor stands then. */
export function completeFile(text: string, cursor: number, path: string): { text: string; cursor: number } {
  const query = fileQuery(text, cursor) ?? '';
  const head = `${text.slice(0, cursor - query.length)}${path} `;
  return { text: head + text.slice(cursor).replace(/^ /, ''), cursor: head.length };
}
