import { Columns3, Inbox, Plus, Server, Settings } from 'lucide-react';
import { NavLink } from 'react-router';
import { newTaskPanel } from '@/features/newTask';
import { useWaitingTasks } from '@/features/tasks';
import { count, t } from '@/shared/lib/strings';
import { Count, Icon, type IconShape } from '@/shared/ui';

function Tab({ to, icon, label, badge = 0 }: { to: string; icon: IconShape; label: string; badge?: number }) {
  return (
    <NavLink to={to} className="phone-tab">
      <Icon shape={icon} size={20} />
      {label}
      {badge > 0 && <Count n={badge} loud label={count('needs', badge)} />}
    </NavLink>
  );
}

/** Below 640 px: five tabs under the thumb. */
export function PhoneTabs() {
  const waiting = useWaitingTasks();
  return (
    <nav className="phone-tabs" aria-label={t('app.nav')}>
      <Tab to="/inbox" icon={Inbox} label={t('app.inbox')} badge={waiting.length} />
      <Tab to="/board" icon={Columns3} label={t('app.board')} />
      <button type="button" className="phone-tab" onClick={() => newTaskPanel.open({})}>
        <Icon shape={Plus} size={20} />
        {t('newTask.short')}
      </button>
      <Tab to="/fleet" icon={Server} label={t('app.fleet')} />
      <Tab to="/settings" icon={Settings} label={t('app.settings')} />
    </nav>
  );
}
