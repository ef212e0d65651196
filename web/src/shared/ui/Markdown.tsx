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

interface MarkdownNode {
  type: string;
  value?: string;
  children?: MarkdownNode[];
}

const holdsBlocks = new Set(['root', 'blockquote', 'listItem', 'footnoteDefinition']);

/** A tag in prose ("use <Button>") is what somebody wrote: shown as text. Only a line break is taken for one, and comments are left out. */
function written(node: MarkdownNode, isBlock: boolean): MarkdownNode {
  if (node.type !== 'html' || node.value === undefined || node.value.startsWith('<!--')) {
    if (node.children !== undefined) node.children = node.children.map((child) => written(child, holdsBlocks.has(node.type)));
    return node;
  }
  const inline: MarkdownNode = /^<br\s*\/?>$/i.test(node.value) ? { type: 'break' } : { type: 'text', value: node.value };
  return isBlock ? { type: 'paragraph', children: [inline] } : inline;
}

const htmlAsWritten = () => (tree: MarkdownNode) => void written(tree, true);

/** Text of agents and people: Markdown with tables and task lists, HTML shown as it was written, everything sanitised. */
export function Markdown({ text, className }: { text: string; className?: string }) {
  return (
    <div className={cx('prose', className)}>
      <ReactMarkdown remarkPlugins={[remarkGfm, htmlAsWritten]} rehypePlugins={[rehypeSanitize]} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
