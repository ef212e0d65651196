import { ArrowDownUp, Bot, Columns3, Folder, ListFilter, Plus, Rows3, SquareTerminal } from 'lucide-react';
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import type { RepositoryGroupView, UnitTaskView } from '@/api';
import { newTaskPanel } from '@/features/newTask';
import { useShortcut } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { agentName, AgentPlate, Button, IconButton, IconInput, Keycap, ProjectSquare, Segmented, Select } from '@/shared/ui';
import type { useBoardFilter } from './filter';

interface BoardToolbarProps {
  readonly projects: readonly RepositoryGroupView[];
  readonly tasks: readonly UnitTaskView[];
  readonly state: ReturnType<typeof useBoardFilter>;
}

export function BoardToolbar({ projects, tasks, state }: BoardToolbarProps) {
  const { filter, sort, view } = state;
  const navigate = useNavigate();
  const field = useRef<HTMLDivElement>(null);
  const here = projects.length === 1 ? projects[0] : projects.find((one) => one.id === filter.project);
  useShortcut({ keys: 'Slash', label: t('keys.filter'), group: t('keys.group.board'), run: () => field.current?.querySelector('input')?.focus() });
  const kinds = [...new Set(tasks.map((task) => task.agentType))].toSorted();
  return (
    <div className="toolbar">
      <Select
        look="filter"
        icon={Folder}
        active={filter.project !== ''}
        label={t('board.project')}
        value={filter.project}
        onChange={state.setProject}
        options={[{ value: '', label: t('board.all') }, ...projects.map((project) => ({ value: project.id, label: <><ProjectSquare project={project} />{project.name}</> }))]}
        shown={projects.find((project) => project.id === filter.project)?.name ?? t('board.all')}
      />
      <Select
        look="filter"
        icon={Bot}
        active={filter.agent !== ''}
        label={t('board.agent')}
        value={filter.agent}
        onChange={state.setAgent}
        options={[{ value: '', label: t('board.allAgents') }, ...kinds.map((kind) => ({ value: kind, label: <><AgentPlate kind={kind} decorative />{agentName(kind)}</> }))]}
        shown={filter.agent === '' ? t('board.agent') : agentName(filter.agent)}
      />
      <div ref={field} className="board-filter">
        <IconInput
          icon={ListFilter}
          small
          type="search"
          placeholder={t('board.filter')}
          aria-label={t('board.filter')}
          value={filter.text}
          onChange={(event) => state.setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.code === 'Escape') event.currentTarget.blur();
          }}
          end={filter.text === '' && <Keycap keys="Slash" />}
        />
      </div>
      <span className="end" />
      {here !== undefined && <IconButton icon={SquareTerminal} label={t('board.terminals')} onClick={() => void navigate(`/projects/${here.id}/terminals`)} />}
      <Select
        look="quiet"
        icon={ArrowDownUp}
        label={t('board.sort')}
        value={sort}
        onChange={state.setSort}
        options={(['change', 'created', 'oldest', 'title'] as const).map((value) => ({ value, label: t(`board.sort.${value}`) }))}
      />
      <Segmented
        label={t('board.view')}
        value={view}
        onChange={state.setView}
        options={[
          { value: 'board', label: t('board.view.board'), icon: Columns3 },
          { value: 'list', label: t('board.view.list'), icon: Rows3 },
        ]}
      />
      <Button kind="primary" icon={Plus} keys="KeyC" className="wide-phone" onClick={() => newTaskPanel.open(filter.project === '' ? {} : { projectId: filter.project })}>
        {t('board.new')}
      </Button>
    </div>
  );
}
