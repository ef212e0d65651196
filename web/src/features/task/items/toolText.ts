import type { ToolCallPayload } from '@/api';
import { countLines, hunksOf } from '@/features/changes';
import { t } from '@/shared/lib/strings';

export type ToolLook = NonNullable<ToolCallPayload['kind']> | 'write';

function field(input: unknown, ...names: readonly string[]): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const fields = Object.entries(input);
  for (const name of names) {
    const value: unknown = fields.find(([key]) => key === name)?.[1];
    if (typeof value === 'string' && value !== '') return value;
    if (Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string')) return value.join(' ');
  }
  return undefined;
}

/** An edit that had nothing before it is a new file. */
export function lookOf(call: ToolCallPayload): ToolLook {
  const kind = call.kind ?? 'other';
  const diff = call.content?.find((one) => one.type === 'diff');
  return kind === 'edit' && diff !== undefined && (diff.oldText ?? '') === '' ? 'write' : kind;
}

/** "Ran", "Editing": what it does, in the tense of its state. Tools that no kind describes go by their own name. */
export function verbOf(call: ToolCallPayload, over: boolean): string {
  const look = lookOf(call);
  if (look === 'other' && call.toolName !== undefined) return call.toolName.replace(/^mcp__([^_]+)__/, 'MCP $1: ');
  if (look === 'setup' && call.toolName === 'copy_ignored') return t(over ? 'tool.copy' : 'tool.copy.now');
  if (look === 'setup' && call.toolName === 'cleanup_script') return t(over ? 'tool.cleanup' : 'tool.cleanup.now');
  if (look === 'agent') return field(call.input, 'subagent_type', 'agent') ?? t('tool.agent');
  return t(over ? `tool.${look}` : `tool.${look}.now`);
}

/** The one thing that tells this call from others: command, path, pattern, address. */
export function subjectOf(call: ToolCallPayload): { text: string; code: boolean } {
  const { input, title } = call;
  const path = call.content?.find((one) => one.type === 'diff')?.path ?? call.locations?.[0]?.path ?? field(input, 'file_path', 'path', 'filePath', 'notebook_path');
  const plain = title?.replace(/^`|`$/g, '') ?? '';
  switch (call.kind) {
    case 'execute': return { text: field(input, 'command', 'cmd') ?? plain, code: true };
    case 'edit':
    case 'delete':
    case 'read': return { text: path ?? plain, code: path !== undefined };
    case 'search': return { text: field(input, 'pattern', 'query', 'glob') ?? plain, code: true };
    case 'fetch': return { text: field(input, 'url', 'query') ?? plain, code: true };
    // Our own steps: the script by its first line, the copying by what it came to.
    case 'setup': return call.toolName === 'copy_ignored' ? { text: plain.split(': ')[1] ?? '', code: false } : { text: field(input, 'command')?.trim() ?? plain, code: true };
    case 'agent': return { text: field(input, 'description') ?? plain, code: false };
    default: return { text: plain, code: false };
  }
}

/** Lines of all differences of an edit. */
export function deltaOf(call: ToolCallPayload): { added: number; removed: number } | undefined {
  const diffs = call.content?.filter((one) => one.type === 'diff') ?? [];
  if (diffs.length === 0) return undefined;
  let [added, removed] = [0, 0];
  for (const diff of diffs) {
    const counted = countLines(hunksOf(diff.oldText ?? '', diff.newText ?? '') ?? []);
    added += counted.added;
    removed += counted.removed;
  }
  return { added, removed };
}

/** The path without the worktree it stands in. */
export function shortPath(path: string, worktree: string | undefined): string {
  if (worktree === undefined || !path.startsWith(`${worktree}/`)) return path;
  return path.slice(worktree.length + 1);
}
