/** A run of terminal output with the classes of its colours. */
export interface AnsiRun {
  readonly text: string;
  readonly look: string;
}

const colours = ['', 'a-red', 'a-green', 'a-yellow', 'a-blue', 'a-magenta', 'a-cyan', ''] as const;
// Escape sequences are made of control characters, so their pattern is too.
// oxlint-disable-next-line no-control-regex
const escapes = /\u001B\[([0-9;:]*)m|\u001B\[[0-?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)|\u001B[@-Z\\-_]/g;

interface Look {
  colour: string;
  bold: boolean;
  dim: boolean;
}

function apply(look: Look, codes: string): void {
  const list = codes === '' ? [0] : codes.split(/[;:]/).map(Number);
  for (let index = 0; index < list.length; index += 1) {
    const code = list[index] ?? 0;
    if (code === 0) Object.assign(look, { colour: '', bold: false, dim: false });
    else if (code === 1) look.bold = true;
    else if (code === 2) look.dim = true;
    else if (code === 22) Object.assign(look, { bold: false, dim: false });
    else if (code >= 30 && code <= 37) look.colour = colours[code - 30] ?? '';
    else if (code === 90) look.colour = 'a-dim';
    else if (code > 90 && code <= 97) look.colour = colours[code - 90] ?? '';
    else if (code === 39) look.colour = '';
    // 256 and true colours carry arguments; of the former the first sixteen have names here.
    else if (code === 38 || code === 48) {
      if (list[index + 1] === 5) {
        const named = list[index + 2] ?? 0;
        if (code === 38) look.colour = named === 8 ? 'a-dim' : (colours[named % 8] ?? '');
        index += 2;
      } else if (list[index + 1] === 2) index += 4;
    }
  }
}

/** What a terminal shows of a line that returned to its start: progress bars leave their last state. */
function overwrite(text: string): string {
  if (!text.includes('\r')) return text;
  return text.replaceAll('\r\n', '\n').split('\n').map((line) => {
    const parts = line.split('\r').filter((part) => part !== '');
    return parts.at(-1) ?? '';
  }).join('\n');
}

/** Text with ANSI colours as runs; every other escape sequence is left out. */
export function ansiRuns(output: string): readonly AnsiRun[] {
  const text = overwrite(output);
  const runs: AnsiRun[] = [];
  const look: Look = { colour: '', bold: false, dim: false };
  let at = 0;
  const push = (to: number) => {
    if (to <= at) return;
    const classes = [look.bold && 'a-b', look.dim ? 'a-dim' : look.colour].filter(Boolean).join(' ');
    const part = text.slice(at, to);
    const last = runs.at(-1);
    if (last !== undefined && last.look === classes) runs[runs.length - 1] = { text: last.text + part, look: classes };
    else runs.push({ text: part, look: classes });
  };
  for (const match of text.matchAll(escapes)) {
    push(match.index);
    at = match.index + match[0].length;
    if (match[1] !== undefined) apply(look, match[1]);
  }
  push(text.length);
  return runs;
}
