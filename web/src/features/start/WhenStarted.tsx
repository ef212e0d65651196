import { Drama, GitBranch, Hand, Map as PlanIcon, Pencil, TriangleAlert, Undo2 } from 'lucide-react';
import type { PermissionMode } from '@/api';
import { t } from '@/shared/lib/strings';
import { Icon, type IconShape } from '@/shared/ui';

const modeIcons: Readonly<Record<PermissionMode, IconShape>> = { plan: PlanIcon, ask: Hand, accept_edits: Pencil, bypass: TriangleAlert };

/** What pressing Start does, built from the real options. */
export function WhenStarted({ branch, mode, agent, demo }: { branch: string; mode: PermissionMode; agent: string; demo: boolean }) {
  const lines: readonly (readonly [IconShape, string])[] = [
    [GitBranch, t('start.when.branch', { branch })],
    ...(demo ? [[Drama, t('start.when.demo')] as const] : []),
    [modeIcons[mode], t(`start.when.${mode}`, { agent })],
    [Undo2, t('start.when.merge')],
  ];
  return (
    <div className="start__when">
      <p className="xs medium soft">{t('start.when')}</p>
      <ol>
        {lines.map(([shape, text]) => (
          <li key={text}>
            <Icon shape={shape} />
            <span className="soft">{text}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
