import { CodeText } from './Code';
import { CopyButton } from './CopyButton';

/** A block of code with its language and a copy button; it scrolls by itself. */
export function CodeBlock({ text, language = '' }: { text: string; language?: string }) {
  return (
    <div className="codeblock">
      <div className="codeblock__head">
        <span className="grow">{language}</span>
        <CopyButton text={text} />
      </div>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}><code><CodeText text={text} name={language} /></code></pre>
    </div>
  );
}
