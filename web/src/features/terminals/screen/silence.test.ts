import { Terminal } from '@xterm/headless';
import { expect, test } from 'vitest';
import { isFocusReport, silence } from './silence';

function answersTo(output: string, silent: boolean): Promise<readonly string[]> {
  const terminal = new Terminal({ allowProposedApi: true, cols: 80, rows: 24, windowOptions: { getWinSizeChars: true } });
  const answers: string[] = [];
  terminal.onData((data) => answers.push(data));
  if (silent) silence(terminal.parser);
  return new Promise((resolve) => {
    terminal.write(output, () => resolve(answers));
  });
}

const questions = ['\x1b[c', '\x1b[0c', '\x1b[>c', '\x1b[>0c', '\x1b[5n', '\x1b[6n', '\x1b[?6n', '\x1b[4$p', '\x1b[?25$p', '\x1b[?2026$p', '\x1b[18t', '\x1bP$qm\x1b\\', '\x1bP$q"p\x1b\\'];

test.each(questions)('%j is answered by the worker alone', async (question) => {
  expect(await answersTo(question, false), 'the emulator would answer').not.toEqual([]);
  expect(await answersTo(question, true)).toEqual([]);
});

test.each(['\x1b[>q', '\x1b[14t', '\x1b[=c', '\x1bP+q544e\x1b\\', '\x1b]10;?\x07', '\x1b]11;?\x1b\\', '\x1b]4;1;?;2;?\x07'])('%j is not answered either', async (question) => {
  expect(await answersTo(question, true)).toEqual([]);
});

test('what does not ask is drawn as ever, also around a question that comes in two pieces', async () => {
  const terminal = new Terminal({ allowProposedApi: true, cols: 80, rows: 24 });
  const answers: string[] = [];
  terminal.onData((data) => answers.push(data));
  silence(terminal.parser);
  terminal.write('one \x1b[');
  terminal.write('6ntwo \x1b[31mred\x1b[0m\x1b[22;0t\x1b]2;title\x07');
  await new Promise<void>((resolve) => {
    terminal.write('', resolve);
  });
  expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('one two red');
  expect(answers).toEqual([]);
});

test('a report of the focus is told from other keys', () => {
  expect(['\x1b[I', '\x1b[O', '\x1b[A', '\x1bOI', 'I'].map(isFocusReport)).toEqual([true, true, false, false, false]);
});
