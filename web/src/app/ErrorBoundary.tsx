import { Component, type ReactNode } from 'react';
import { t } from '@/shared/lib/strings';
import { Button, ErrorNote } from '@/shared/ui';

/** A screen that breaks does not take the shell with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <ErrorNote
        look="empty"
        error={{ title: t('app.crashed.title'), why: `${t('app.crashed.why')} (${error.message})`, next: t('app.crashed.next') }}
        actions={<Button size="sm" onClick={() => location.reload()}>{t('app.reload')}</Button>}
      />
    );
  }
}
