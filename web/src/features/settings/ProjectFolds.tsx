import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { RepositoryGroupView } from '@/api';
import { ProjectBudgetForm, useProjectBudgetWord } from '@/features/usage';
import { count, t } from '@/shared/lib/strings';
import { Icon } from '@/shared/ui';
import { CommandList } from './CommandList';
import { ScriptsForm } from './ScriptsForm';
import { usualRetries, WaitsForm } from './WaitsForm';

function SettingsFold({ title, says, openFirst, children }: { title: string; says: string; openFirst: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(openFirst);
  return (
    <details className="set-fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon shape={ChevronRight} size={14} />
        <span className="medium">{title}</span>
        <span className="xs muted trunc">{says}</span>
      </summary>
      {open && children}
    </details>
  );
}

function scriptsSay({ scripts }: RepositoryGroupView): string {
  const patterns = scripts.copyIgnored?.length ?? 0;
  const parts = [
    patterns > 0 ? count('scripts.says.patterns', patterns) : undefined,
    scripts.setup === undefined ? undefined : t('scripts.says.setup'),
    scripts.cleanup === undefined ? undefined : t('scripts.says.cleanup'),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? t('scripts.says.nothing') : parts.join(', ');
}

function waitsSay({ defaults }: RepositoryGroupView): string {
  const retries = defaults.retries ?? usualRetries;
  return [retries === 0 ? t('waits.says.never') : t('waits.says.retries', { times: retries }), defaults.resumeAfterLimit === true ? t('waits.says.limit') : undefined].filter((part) => part !== undefined).join(', ');
}

/** What a project does around its worktrees and beside its agents. A link to `?open=commands&project=…` opens one of them. */
export function ProjectFolds({ project }: { project: RepositoryGroupView }) {
  const [search] = useSearchParams();
  const asked = search.get('project') === project.id ? search.get('open') : null;
  return (
    <>
      <SettingsFold title={t('scripts.title')} says={scriptsSay(project)} openFirst={asked === 'scripts'}>
        <ScriptsForm project={project} />
      </SettingsFold>
      <SettingsFold
        title={t('commands.title')}
        says={project.commands.length === 0 ? t('commands.says.none') : project.commands.map((command) => command.name).join(', ')}
        openFirst={asked === 'commands'}
      >
        <CommandList project={project} />
      </SettingsFold>
      <SettingsFold title={t('usage.projectTitle')} says={useProjectBudgetWord(project.id)} openFirst={asked === 'budget'}>
        <ProjectBudgetForm projectId={project.id} />
      </SettingsFold>
      <SettingsFold title={t('waits.title')} says={waitsSay(project)} openFirst={asked === 'waits'}>
        <WaitsForm project={project} />
      </SettingsFold>
    </>
  );
}
