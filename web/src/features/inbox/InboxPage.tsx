import { usePage } from '@/shared/lib/page';
import { t } from '@/shared/lib/strings';

export function InboxPage() {
  usePage(t('app.inbox'));
  return <div className="page"><h1 className="h1">{t('app.inbox')}</h1></div>;
}
