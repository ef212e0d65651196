import { usePage } from '@/shared/lib/page';
import { t } from '@/shared/lib/strings';

export function SettingsPage() {
  usePage(t('app.settings'));
  return <div className="page"><h1 className="h1">{t('app.settings')}</h1></div>;
}
