/** The emulator knows wheels only: a finger that moves over it scrolls, line by line. Returns how to stop. */
export function scrollByTouch(element: HTMLElement, lineHeight: () => number, scroll: (lines: number) => void): () => void {
  let last: number | undefined;
  let rest = 0;
  const start = ({ touches }: TouchEvent) => {
    last = touches.length === 1 ? touches[0]?.clientY : undefined;
    rest = 0;
  };
  const move = (event: TouchEvent) => {
    const at = event.touches[0]?.clientY;
    // A screen larger than its pane is moved about by the browser.
    if (last === undefined || at === undefined || element.scrollHeight > element.clientHeight + 1) return;
    rest += last - at;
    last = at;
    const lines = Math.trunc(rest / lineHeight());
    if (lines !== 0) scroll(lines);
    rest -= lines * lineHeight();
    event.preventDefault();
  };
  element.addEventListener('touchstart', start, { passive: true });
  element.addEventListener('touchmove', move, { passive: false });
  return () => {
    element.removeEventListener('touchstart', start);
    element.removeEventListener('touchmove', move);
  };
}
