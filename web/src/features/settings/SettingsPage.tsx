import { Activity, Archive, Bot, CircleDollarSign, FolderGit2, MonitorSmartphone, Palette, Plug, ServerCog, ShieldCheck } from 'lucide-react';
import type { ReactElement } from 'react';
import { Navigate, NavLink, useParams } from 'react-router';
import { UsageSection } from '@/features/usage';
import { usePage } from '@/shared/lib/page';
import { t, type StringKey } from '@/shared/lib/strings';
import { Icon, type IconShape } from '@/shared/ui';
import { AboutSection } from './AboutSection';
import { AgentsSection } from './AgentsSection';
import { AppearanceSection } from './AppearanceSection';
import { KeptSection } from './KeptSection';
import { McpSection } from './McpSection';
import { ProjectsSection } from './ProjectsSection';
import { RulesSection } from './RulesSection';
import { SessionsSection } from './SessionsSection';
import { SidecarsSection } from './SidecarsSection';

interface SettingsEntry {
  readonly path: string;
  readonly label: StringKey;
  readonly icon: IconShape;
  readonly body: ReactElement;
}

const groups: readonly { readonly label: StringKey; readonly entries: readonly SettingsEntry[] }[] = [
  {
    label: 'settings.group.agents',
    entries: [
      { path: 'agents', label: 'settings.agents', icon: Bot, body: <AgentsSection /> },
      { path: 'mcp', label: 'settings.mcp', icon: Plug, body: <McpSection /> },
      { path: 'permissions', label: 'settings.rules', icon: ShieldCheck, body: <RulesSection /> },
    ],
  },
  {
    label: 'settings.group.work',
    entries: [
      { path: 'projects', label: 'settings.projects', icon: FolderGit2, body: <ProjectsSection /> },
      { path: 'sidecars', label: 'settings.sidecars', icon: ServerCog, body: <SidecarsSection /> },
      { path: 'usage', label: 'usage.title', icon: CircleDollarSign, body: <UsageSection /> },
      { path: 'kept', label: 'settings.kept', icon: Archive, body: <KeptSection /> },
    ],
  },
  {
    label: 'settings.group.you',
    entries: [
      { path: 'appearance', label: 'settings.appearance', icon: Palette, body: <AppearanceSection /> },
      { path: 'sessions', label: 'settings.sessions', icon: MonitorSmartphone, body: <SessionsSection /> },
    ],
  },
  { label: 'settings.group.this', entries: [{ path: 'about', label: 'settings.about', icon: Activity, body: <AboutSection /> }] },
];

export function SettingsPage() {
  const { section } = useParams();
  const entry = groups.flatMap((group) => group.entries).find((one) => one.path === section);
  const label = t(entry?.label ?? 'app.settings');
  usePage(label, [{ label: t('app.workspace'), to: '/board' }, { label: t('app.settings'), to: '/settings' }, { label }]);
  if (entry === undefined) return <Navigate to="/settings/agents" replace />;
  return (
    <div className="settings">
      <nav className="settings__nav" aria-label={t('settings.nav')}>
        {groups.map((group) => (
          <div key={group.label} className="settings__group">
            <div className="nav-head">{t(group.label)}</div>
            {group.entries.map((one) => (
              <NavLink key={one.path} to={`/settings/${one.path}`} className="nav">
                <Icon shape={one.icon} />
                <span>{t(one.label)}</span>
              </NavLink>
            ))}
          </div>
        ))}
      </nav>
      <div className="page" style={{ padding: '20px 32px 32px' }}>{entry.body}</div>
    </div>
  );
}
