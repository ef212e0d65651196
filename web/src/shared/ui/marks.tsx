import type { ReactNode } from 'react';
import { cx } from '@/shared/lib/cx';
import { formatAge, useNow } from '@/shared/lib/time';

const plates: Readonly<Record<string, readonly [plate: string, name: string]>> = {
  claude_code: ['Cl', 'Claude Code'],
  codex: ['Cx', 'Codex'],
  gemini: ['Ge', 'Gemini CLI'],
  opencode: ['Oc', 'OpenCode'],
  aider: ['Ai', 'Aider'],
  amp: ['Am', 'Amp'],
  copilot: ['Co', 'Copilot'],
  qwen: ['Qw', 'Qwen Code'],
  cline: ['Ci', 'Cline'],
  kilo: ['Ki', 'Kilo Code'],
  goose: ['Go', 'goose'],
  droid: ['Dr', 'Droid'],
  pi: ['Pi', 'pi'],
  acp: ['Ac', 'ACP agent'],
  terminal: ['Te', 'Any program'],
  'terminal:aider': ['Ai', 'Aider in a terminal'],
  demo: ['De', 'Demo agent'],
};

export function agentName(kind: string): string {
  return plates[kind]?.[1] ?? kind.replace(/^terminal:/, '');
}

/** Agents are two-letter plates, never their logos. */
export function AgentPlate({ kind, large = false, decorative = false }: { kind: string; large?: boolean; decorative?: boolean }) {
  const name = agentName(kind);
  const letters = plates[kind]?.[0] ?? `${name.slice(0, 1).toUpperCase()}${name.slice(1, 2)}`;
  const label = decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name };
  return (
    <span className={cx('agent', large && 'agent--lg')} {...label}>
      {letters}
    </span>
  );
}

/** 1 to 6 (a stored colour is 1 to 8): the muted chart colours, so that a project never looks like a state. */
export function projectHue(project: { id: string; color?: number | undefined }): number {
  const chosen = project.color ?? 0;
  if (chosen >= 1) return ((chosen - 1) % 6) + 1;
  let sum = 0;
  for (const char of project.id) sum = (sum * 31 + char.charCodeAt(0)) % 6;
  return sum + 1;
}

export function ProjectSquare({ project }: { project: { id: string; color?: number | undefined } }) {
  return <i className={`swatch sw-${projectHue(project)}`} aria-hidden="true" />;
}

/** "4 min", refreshed by itself; the exact time is its title. `at` is ISO-8601. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toLocaleString()} className={cx('num', className)}>
      {formatAge(date.getTime(), now)}
    </time>
  );
}

export function Delta({ added, removed }: { added: number; removed: number }) {
  return (
    <span className="delta">
      <span className="add">+{added}</span>
      {removed > 0 && <span className="del">−{removed}</span>}
    </span>
  );
}

export function Tag({ children }: { children: ReactNode }) {
  return <span className="tag">{children}</span>;
}

export function Chip({ tone = 'idle', children }: { tone?: 'idle' | 'working' | 'needs' | 'review' | 'done' | 'failed' | 'line'; children: ReactNode }) {
  return <span className={cx('badge', tone !== 'idle' && `badge--${tone}`)}>{children}</span>;
}

export function Count({ n, loud = false, label }: { n: number; loud?: boolean; label?: string }) {
  return (
    <span className={cx('count', loud && 'count--needs')} aria-label={label}>
      {n}
    </span>
  );
}

/** A long path is cut in the middle, so the file name stays; the whole is its title. */
export function MiddlePath({ path, className }: { path: string; className?: string }) {
  const cut = path.lastIndexOf('/') + 1;
  return (
    <span className={cx('mid-t', className)} title={path}>
      {cut > 0 && <span>{path.slice(0, cut)}</span>}
      <span>{path.slice(cut)}</span>
    </span>
  );
}

/** The logo: harbour ring and ship; the ship takes the colour of the loudest state. */
export function Mark({ state = 'idle', size = 20 }: { state?: 'idle' | 'working' | 'needs' | 'failed'; size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d="M13.6 3.2a7.6 7.6 0 1 1-7.2 0" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
      <circle cx="10" cy="10.2" r="2.7" fill={state === 'idle' ? 'currentColor' : `var(--color-${state})`} />
    </svg>
  );
}
