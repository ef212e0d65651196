import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { describeError, type McpServerView } from '@/api';
import { mcpQueries } from '@/features/mcp';
import { useProjects } from '@/features/projects';
import { t } from '@/shared/lib/strings';
import { Button, EmptyState, ErrorNote, ProjectSquare, Skeleton } from '@/shared/ui';
import { McpServerForm } from './McpServerForm';
import { McpServerRow } from './McpServerRow';
import { Section } from './Section';

/** Servers of the Model Context Protocol: those for all projects, then project by project. */
export function McpSection() {
  const { data, error, refetch } = useQuery(mcpQueries.list());
  const { projects } = useProjects();
  const [editing, setEditing] = useState<string>();
  const [asking, setAsking] = useState<string>();
  const done = (saved?: McpServerView) => {
    setEditing(undefined);
    if (saved !== undefined) setAsking(saved.id); // the next question is whether agents get it
  };
  const groups = [
    { id: '', head: t('mcp.forAll'), servers: (data ?? []).filter((one) => one.repositoryGroupId === undefined) },
    ...projects.map((project) => ({ id: project.id, head: <><ProjectSquare project={project} />{project.name}</>, servers: (data ?? []).filter((one) => one.repositoryGroupId === project.id) })),
  ].filter((group) => group.servers.length > 0);
  return (
    <Section title={t('settings.mcp')} lede={t('mcp.lede')} actions={<Button icon={Plus} onClick={() => setEditing('new')}>{t('mcp.add')}</Button>}>
      {error !== null && <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />}
      {(editing === 'new' || data === undefined || data.length === 0) && (
        <div className="panel commands">
          {editing === 'new' && <McpServerForm server={undefined} onClose={done} />}
          {data === undefined && error === null && <Skeleton />}
          {data?.length === 0 && editing !== 'new' && <EmptyState state="draft" title={t('mcp.empty')}>{t('mcp.empty.why')}</EmptyState>}
        </div>
      )}
      {groups.map((group) => (
        <div key={group.id} className="mcp-group">
          <h2 className="label row">{group.head}</h2>
          <div className="panel commands">
            {group.servers.map((server) => (
              editing === server.id
                ? <McpServerForm key={server.id} server={server} onClose={done} />
                : <McpServerRow key={server.id} server={server} asking={asking === server.id} onAsk={(asks) => setAsking(asks ? server.id : undefined)} onEdit={() => setEditing(server.id)} />
            ))}
          </div>
        </div>
      ))}
    </Section>
  );
}
