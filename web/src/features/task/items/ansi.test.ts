import { describe, expect, it } from 'vitest';
import { ansiRuns } from './ansi';

const escape = '\u001B';

describe('terminal output', () => {
  it('keeps its colours and loses every other escape sequence', () => {
    expect(ansiRuns(`${escape}[32m✓${escape}[0m ok ${escape}[2K${escape}]0;title\u0007${escape}[1;31mbad${escape}[22;39m end`)).toEqual([
      { text: '✓', look: 'a-green' }, { text: ' ok ', look: '' }, { text: 'bad', look: 'a-b a-red' }, { text: ' end', look: '' },
    ]);
  });

  it('knows bright, 256 and true colours', () => {
    expect(ansiRuns(`${escape}[90mgrey${escape}[38;5;2mgreen${escape}[38;2;1;2;3mtrue`).map((run) => run.look)).toEqual(['a-dim', 'a-green']);
  });

  it('shows what a line that was written over came to', () => {
    expect(ansiRuns('10 %\r50 %\r100 %\r\ndone')).toEqual([{ text: '100 %\ndone', look: '' }]);
  });
});
