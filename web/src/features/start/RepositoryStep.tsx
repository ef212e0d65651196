import { useQuery } from '@tanstack/react-query';
import { FolderSearch, GitBranch } from 'lucide-react';
import { useState } from 'react';
import { describeError, type RepositoryGroupView } from '@/api';
import { FolderPicker, projectQueries, readPlace, useAddRepository, useProjects } from '@/features/projects';
import { t } from '@/shared/lib/strings';
import { Button, ErrorNote, Icon, IconInput, MiddlePath, Panel, StateGlyph } from '@/shared/ui';

function ProjectPick({ project, checked, onChange }: { project: RepositoryGroupView; checked: boolean; onChange: () => void }) {
  const repositories = useQuery(projectQueries.repositories()).data ?? [];
  const repository = repositories.find((one) => one.id === project.repositoryIds[0]);
  return (
    <label className="pick">
      <input className="radio" type="radio" name="project" checked={checked} onChange={onChange} />
      <span className="grow" style={{ minWidth: 0 }}>
        <span className="row">
          <span className="medium">{project.name}</span>
          {repository !== undefined && <span className="row row-tight xs muted"><Icon shape={GitBranch} size={12} />{repository.defaultBranch}</span>}
        </span>
        {repository !== undefined && <span className="xs muted mono pick__line"><MiddlePath path={repository.path} /></span>}
      </span>
    </label>
  );
}

/** A project that is known, or a folder or URL to make one of. */
export function RepositoryStep({ value, onChange }: { value: string; onChange: (projectId: string) => void }) {
  const { projects } = useProjects();
  const [text, setText] = useState('');
  const [browsing, setBrowsing] = useState<boolean>();
  const add = useAddRepository();
  const place = readPlace(text);
  const open = browsing ?? projects.length === 0;
  const words = place.kind === 'words' ? text.toLowerCase().trim() : '';
  const shown = projects.filter((project) => project.name.toLowerCase().includes(words));
  const addPlace = (request: Parameters<typeof add.mutate>[0]) =>
    add.mutate(request, {
      onSuccess: ({ repositoryGroup }) => {
        setText('');
        setBrowsing(false);
        onChange(repositoryGroup.id);
      },
    });

  return (
    <Panel
      aria-label={t('start.repo')}
      head={
        <>
          <span className="step">2</span>
          <h2 className="h2">{t('start.repo')}</h2>
          <span className="muted xs trunc">{t('start.repo.hint')}</span>
          <Button kind="ghost" size="sm" className="end" aria-expanded={open} onClick={() => setBrowsing(!open)}>{t(open ? 'start.repo.hideBrowse' : 'start.repo.browse')}</Button>
        </>
      }
    >
      <form
        className="pick__find"
        onSubmit={(event) => {
          event.preventDefault();
          if (place.kind !== 'words') addPlace(place.request);
        }}
      >
        <IconInput icon={FolderSearch} wrapClass="grow" value={text} onChange={(event) => setText(event.target.value)} placeholder={t('start.repo.find')} aria-label={t('start.repo.find')} spellCheck={false} />
        {place.kind !== 'words' && <Button type="submit" size="lg" busy={add.isPending}>{t(place.kind === 'url' ? 'start.repo.clone' : 'start.repo.add')}</Button>}
      </form>
      {add.isPending && <p className="row xs soft" style={{ padding: '8px 16px' }} role="status"><StateGlyph state="running" size={14} decorative />{t('start.repo.adding')}</p>}
      {add.error !== null && <div style={{ padding: 12 }}><ErrorNote error={describeError(add.error)} /></div>}
      {shown.map((project) => <ProjectPick key={project.id} project={project} checked={project.id === value} onChange={() => onChange(project.id)} />)}
      {open && <FolderPicker onPick={(path) => addPlace({ path })} />}
      {!open && projects.length === 0 && <p className="xs muted" style={{ padding: '12px 16px' }}>{t('start.repo.empty')}</p>}
    </Panel>
  );
}
