import { lazy, Suspense, useMemo } from 'react';
import type { ApprovalView } from '@/api';

const Markdown = lazy(() => import('@/shared/ui/Markdown').then((module) => ({ default: module.Markdown })));
const PatchView = lazy(() => import('./PatchView').then((module) => ({ default: module.PatchView })));

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

/** The exact thing that is asked for: command, difference, plan or input. */
export function Detail({ approval }: { approval: Pick<ApprovalView, 'detail' | 'detailKind'> }) {
  const { detail, detailKind } = approval;
  const text = useMemo(() => (detailKind === 'json' ? pretty(detail) : detail), [detail, detailKind]);
  if (detail.trim() === '') return null;
  const plain = <pre className="approval__cmd">{text}</pre>;
  if (detailKind === 'diff') return <Suspense fallback={plain}><PatchView text={detail} /></Suspense>;
  if (detailKind === 'markdown') return <div className="approval__cmd approval__plan"><Suspense fallback={detail}><Markdown text={detail} /></Suspense></div>;
  return plain;
}
