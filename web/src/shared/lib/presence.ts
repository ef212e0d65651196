import { useEffect } from 'react';

export type PageState = 'idle' | 'working' | 'failed' | 'needs';

/** Tab title and favicon carry the state: "(3) Board · Homeport" and the loudest colour. */
export function usePagePresence(title: string, needs: number, state: PageState): void {
  useEffect(() => {
    document.title = `${needs > 0 ? `(${needs}) ` : ''}${title === '' ? '' : `${title} · `}Homeport`;
  }, [title, needs]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon !== null) icon.href = `/icons/${state}.svg`;
  }, [state]);
}
