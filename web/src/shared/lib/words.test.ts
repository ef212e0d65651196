import { expect, test } from 'vitest';
import { joinWords, splitWords } from './words';

test('quotes hold words together and nothing is read by a shell', () => {
  expect(splitWords(`mycli --say "two words" 'it "is"' a\\ b $HOME ""`)).toEqual(['mycli', '--say', 'two words', 'it "is"', 'a b', '$HOME', '']);
});

test('what is joined comes apart the same', () => {
  const words = ['a', 'b c', '', 'quote " and \\ slash', "it's"];
  expect(splitWords(joinWords(words))).toEqual(words);
});
