import { useState } from 'react';

/** True once the pointer or the focus was here; what only then can be used (a card's menu) is drawn only then. */
export function useHot() {
  const [hot, setHot] = useState(false);
  const warm = hot ? undefined : () => setHot(true);
  return { hot, events: { onPointerEnter: warm, onFocus: warm } };
}
