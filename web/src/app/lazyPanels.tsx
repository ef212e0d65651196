import { lazy, Suspense, useEffect } from 'react';
import { newTaskPanel } from '@/features/newTask';
import { palette } from '@/features/palette';

const loadPalette = () => import('@/features/palette/lazy');
const loadNewTask = () => import('@/features/newTask/lazy');
const Palette = lazy(() => loadPalette().then((module) => ({ default: module.Palette })));
const NewTaskPanel = lazy(() => loadNewTask().then((module) => ({ default: module.NewTaskPanel })));

/** Fetched when the page has settled, so that the first key opens them at once and no typed letter is lost. */
export function usePanelsAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => void Promise.allSettled([loadPalette(), loadNewTask()]), 1200);
    return () => clearTimeout(timer);
  }, []);
}

/** Loaded when first opened; what was typed there lives outside of them. */
export function PaletteLazy() {
  const start = palette.use();
  return start === undefined ? null : <Suspense><Palette start={start} onClose={palette.close} /></Suspense>;
}

export function NewTaskPanelLazy() {
  const seed = newTaskPanel.use();
  return seed === undefined ? null : <Suspense><NewTaskPanel seed={seed} onClose={newTaskPanel.close} /></Suspense>;
}
