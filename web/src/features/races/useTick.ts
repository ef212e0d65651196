import { useEffect, useState } from 'react';

/** The present in milliseconds, each second as long as something runs. */
export function useTick(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    const each = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(each);
  }, [isRunning]);
  return now;
}
