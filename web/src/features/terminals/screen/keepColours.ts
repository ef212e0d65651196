/** The emulator paints by itself, so it is told when the page's colours are others. Returns how to stop. */
export function keepColours(recolour: () => void): () => void {
  const chosen = new MutationObserver(recolour);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-contrast'] });
  const system = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) => matchMedia(query));
  for (const list of system) list.addEventListener('change', recolour);
  return () => {
    chosen.disconnect();
    for (const list of system) list.removeEventListener('change', recolour);
  };
}
