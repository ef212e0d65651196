import { useEffect, useState } from 'react';

/** Whole seconds until a moment (milliseconds since 1970), counted down. */
export function useSecondsLeft(until: number | undefined): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === undefined) return;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [until]);
  return until === undefined ? 0 : left;
}
