import { describe, expect, it } from 'vitest';
import { markdownBlocks } from './blocks';

const paragraph = `${'word '.repeat(120)}\n\n`;

describe('a long text', () => {
  it('is cut between paragraphs, and the parts make the whole', () => {
    const text = paragraph.repeat(20);
    const blocks = markdownBlocks(text);
    expect(blocks.length).toBeGreaterThan(3);
    expect(blocks.join('')).toBe(text);
  });

  it('keeps its first parts while it grows', () => {
    const before = markdownBlocks(paragraph.repeat(20));
    const after = markdownBlocks(paragraph.repeat(21));
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
  });

  it('is not cut inside code or a list', () => {
    const code = `\`\`\`ts\n${'const a = 1;\n\nnext();\n'.repeat(400)}\`\`\`\n\n`;
    expect(markdownBlocks(code + paragraph)[0]).toBe(code);
    expect(markdownBlocks(`- item\n\n${'- more\n\n'.repeat(800)}`)).toHaveLength(1);
  });
});
