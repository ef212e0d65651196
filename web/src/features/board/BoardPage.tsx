import { usePage } from '@/shared/lib/page';
import { t } from '@/shared/lib/strings';

export function BoardPage() {
  usePage(t('app.board'));
  return <div className="page"><h1 className="h1">{t('app.board')}</h1></div>;
}
