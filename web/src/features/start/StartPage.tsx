import { usePage } from '@/shared/lib/page';
import { t } from '@/shared/lib/strings';

export function StartPage() {
  usePage(t('app.start'));
  return <div className="page"><h1 className="h1">{t('app.start')}</h1></div>;
}
