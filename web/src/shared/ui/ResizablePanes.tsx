import { useRef, type PointerEvent, type ReactNode } from 'react';
import { usePersistentState } from '@/shared/lib/persistent';
import { t } from '@/shared/lib/strings';

export interface ResizablePanesProps {
  /** The size is remembered under this name. */
  readonly name: string;
  /** Percent of the left pane. */
  readonly initial?: number;
  readonly min?: number;
  readonly max?: number;
  /** The left pane never gets narrower, in pixels. */
  readonly minLeft?: number;
  readonly left: ReactNode;
  readonly right: ReactNode;
}

/** Two panes with a grip: drag it, or move it by the arrow keys. */
export function ResizablePanes({ name, initial = 31.5, min = 20, max = 70, minLeft = 360, left, right }: ResizablePanesProps) {
  const [share, setShare] = usePersistentState(`panes.${name}`, initial);
  const frame = useRef<HTMLDivElement>(null);
  const clamp = (value: number) => Math.min(max, Math.max(min, value));

  const move = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    setShare(clamp(((event.clientX - box.left) / box.width) * 100));
  };

  return (
    <div ref={frame} className="split-panes" style={{ gridTemplateColumns: `max(${minLeft}px, ${share}%) 0 minmax(0, 1fr)` }}>
      <div className="pane">{left}</div>
      {/* The whole strip is dragged; the knob in it is what the keyboard holds. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className="grip" onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)} onPointerMove={move} onDoubleClick={() => setShare(initial)}>
        <div
          className="grip__knob"
          role="slider"
          aria-orientation="horizontal"
          aria-label={t('panes.resize')}
          aria-valuenow={Math.round(share)}
          aria-valuemin={min}
          aria-valuemax={max}
          tabIndex={0}
          onKeyDown={(event) => {
            if (event.code === 'ArrowLeft') setShare(clamp(share - 2));
            else if (event.code === 'ArrowRight') setShare(clamp(share + 2));
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <div className="pane">{right}</div>
    </div>
  );
}
