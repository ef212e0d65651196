import type { ComponentProps } from 'react';
import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { CodeBlock } from './CodeBlock';

const components: ComponentProps<typeof ReactMarkdown>['components'] = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer noopener">{children}</a>
  ),
  // The policy lets no picture of another origin load, and fetching one would tell its server that it was read.
  img: ({ alt, src }) => <span className="muted">[{alt === '' || alt === undefined ? 'image' : alt}: {typeof src === 'string' ? src : ''}]</span>,
  input: ({ checked }) => <input type="checkbox" disabled checked={checked === true} readOnly aria-label={t(checked === true ? 'markdown.done' : 'markdown.open')} />,
  pre: ({ node }) => {
    const code = node?.children[0];
    if (code?.type !== 'element') return null;
    const text = code.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
    const names = code.properties['className'];
    const language = Array.isArray(names) ? String(names[0] ?? '').replace('language-', '') : '';
    return <CodeBlock text={text.replace(/\n$/, '')} language={language} />;
  },
};

/** Text of agents and people: Markdown with tables and task lists, raw HTML dropped, everything sanitised. */
export function Markdown({ text, className }: { text: string; className?: string }) {
  return (
    <div className={cx('prose', className)}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[rehypeSanitize]} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
