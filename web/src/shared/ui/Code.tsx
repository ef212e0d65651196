import { Fragment, memo } from 'react';
import { useTokens, type Token } from '@/shared/lib/highlight';

/** One line in its syntax colours. */
export const CodeLine = memo(function CodeLine({ tokens }: { tokens: readonly Token[] }) {
  return tokens.map((token, index) =>
    // Tokens of a line have no other name than their place.
    // oxlint-disable-next-line no-array-index-key
    token.role === undefined ? <Fragment key={index}>{token.text}</Fragment> : <span key={index} className={token.role}>{token.text}</span>,
  );
});

/** A whole text in its syntax colours; `name` is a path or the word of a code fence. */
export function CodeText({ text, name }: { text: string; name?: string | undefined }) {
  const lines = useTokens(text, name);
  return lines.map((tokens, index) => (
    // oxlint-disable-next-line no-array-index-key
    <Fragment key={index}>
      {index > 0 && '\n'}
      <CodeLine tokens={tokens} />
    </Fragment>
  ));
}
