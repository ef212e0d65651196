import { useEffect } from 'react';
import { createOpenable } from './openable';

export interface Crumb {
  readonly label: string;
  /** None for the last one, where you are. */
  readonly to?: string;
}

/** What the shell needs to know of the screen that is shown. */
export interface PageFacts {
  /** First part of the tab title. */
  readonly title: string;
  readonly crumbs: readonly Crumb[];
}

const page = createOpenable<PageFacts>();

/** Called by every screen: tab title and the trail in the top bar. */
export function usePage(title: string, crumbs: readonly Crumb[] = [{ label: title }]): void {
  const key = JSON.stringify(crumbs);
  useEffect(() => {
    page.open({ title, crumbs: JSON.parse(key) });
  }, [title, key]);
}

export const usePageFacts = page.use;
