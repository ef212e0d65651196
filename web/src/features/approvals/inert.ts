import { useEffect, useRef, useState, type RefObject } from 'react';

const inertFor = 500;
const lookEach = 100;
const shake = 3;

interface Place {
  readonly left: number;
  readonly top: number;
}

function placeOf(element: HTMLElement): Place {
  const { left, top } = element.getBoundingClientRect();
  return { left, top };
}

const isElsewhere = (a: Place, b: Place) => Math.abs(a.left - b.left) > shake || Math.abs(a.top - b.top) > shake;

export interface Inertness {
  readonly inert: boolean;
  /** Looks once more, at the moment of the press: false when the answers have moved since. */
  readonly isSteady: () => boolean;
  /** Of the row of answers. */
  readonly ref: RefObject<HTMLDivElement | null>;
}

/**
 * Answers are dead for the first 500 ms after they appear or move, so that a key or tap meant for something else cannot
 * answer. Nothing tells of a move, so the place is looked at ten times a second while something is asked.
 */
export function useInert(key: string): Inertness {
  const ref = useRef<HTMLDivElement>(null);
  const place = useRef<Place>(undefined);
  const [ready, setReady] = useState('');
  useEffect(() => {
    place.current = ref.current === null ? undefined : placeOf(ref.current);
    let since = performance.now();
    const timer = setInterval(() => {
      const now = ref.current === null ? undefined : placeOf(ref.current);
      if (now !== undefined && place.current !== undefined && isElsewhere(now, place.current)) {
        since = performance.now();
        setReady('');
      } else if (performance.now() - since >= inertFor) {
        setReady(key);
      }
      place.current = now;
    }, lookEach);
    return () => clearInterval(timer);
  }, [key]);
  const isSteady = () => ref.current === null || place.current === undefined || !isElsewhere(placeOf(ref.current), place.current);
  return { inert: ready !== key, isSteady, ref };
}
