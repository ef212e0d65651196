/** A command line as words: quotes hold words together, a backslash keeps the next letter. No shell is involved. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const one = line[at] ?? '';
    if (one === '\\' && quote !== "'" && at + 1 < line.length) {
      at += 1;
      word = (word ?? '') + (line[at] ?? '');
    } else if (quote !== '') {
      if (one === quote) quote = '';
      else word = (word ?? '') + one;
    } else if (one === '"' || one === "'") {
      quote = one;
      word ??= '';
    } else if (/\s/.test(one)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + one;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** The words as a line that comes apart into the same words. */
export function joinWords(words: readonly string[]): string {
  return words.map((word) => (/^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`)).join(' ');
}
