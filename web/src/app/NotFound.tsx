import { useNavigate } from 'react-router';
import { usePage } from '@/shared/lib/page';
import { t } from '@/shared/lib/strings';
import { Button, EmptyState } from '@/shared/ui';

export function NotFound() {
  const navigate = useNavigate();
  usePage(t('notFound.title'));
  return (
    <>
      <h1 className="sr">{t('notFound.title')}</h1>
      <EmptyState
        state="cancelled"
        title={t('notFound.title')}
        className="grow justify-center"
        actions={<Button kind="primary" onClick={() => void navigate('/board')}>{t('notFound.next')}</Button>}
      >
        {t('notFound.why')}
      </EmptyState>
    </>
  );
}
