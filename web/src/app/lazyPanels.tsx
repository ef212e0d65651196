import { lazy, Suspense } from 'react';
import { newTaskPanel } from '@/features/newTask';
import { palette } from '@/features/palette';

const Palette = lazy(() => import('@/features/palette/lazy').then((module) => ({ default: module.Palette })));
const NewTaskPanel = lazy(() => import('@/features/newTask/lazy').then((module) => ({ default: module.NewTaskPanel })));

/** Loaded when first opened; what was typed there lives outside of them. */
export function PaletteLazy() {
  const start = palette.use();
  return start === undefined ? null : <Suspense><Palette start={start} onClose={palette.close} /></Suspense>;
}

export function NewTaskPanelLazy() {
  const seed = newTaskPanel.use();
  return seed === undefined ? null : <Suspense><NewTaskPanel seed={seed} onClose={newTaskPanel.close} /></Suspense>;
}
