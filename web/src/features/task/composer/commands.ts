import type { AgentCommandView } from '@/api';

/** The word after a slash that begins the text, as far as the cursor; undefined when the person is not choosing a command. */
export function commandQuery(text: string, cursor: number): string | undefined {
  const before = text.slice(0, cursor);
  return /^\/(\S*)$/.exec(before)?.[1];
}

/** Commands that fit, those that begin with the word first. */
export function fitting(commands: readonly AgentCommandView[], query: string): readonly AgentCommandView[] {
  const word = query.toLowerCase();
  const rank = ({ name }: AgentCommandView) => (name.toLowerCase().startsWith(word) ? 0 : name.toLowerCase().includes(word) ? 1 : 2);
  return commands.filter((command) => rank(command) < 2).toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)).slice(0, 12);
}

/** The text with the command in place of what was typed of it. */
export function complete(text: string, cursor: number, command: Pick<AgentCommandView, 'name'>): string {
  return `/${command.name} ${text.slice(cursor).trimStart()}`;
}
