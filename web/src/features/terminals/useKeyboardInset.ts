import { useEffect, useState } from 'react';

const leastKeyboard = 80;

/** How many pixels at the page's bottom a soft keyboard covers, on phones where it lies over the page. */
export function useKeyboardInset(): number {
  const [inset, setInset] = useState(0);
  useEffect(() => {
    const seen = window.visualViewport;
    if (!seen) return; // not every browser has one
    const measure = () => {
      const covered = Math.round(innerHeight - seen.height - seen.offsetTop);
      setInset(seen.scale === 1 && covered > leastKeyboard ? covered : 0);
    };
    measure();
    seen.addEventListener('resize', measure);
    seen.addEventListener('scroll', measure);
    return () => {
      seen.removeEventListener('resize', measure);
      seen.removeEventListener('scroll', measure);
    };
  }, []);
  return inset;
}
