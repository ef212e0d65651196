// Runs before the first paint. The keys and meanings are those of src/shared/lib/appearance.ts.
(() => {
  const root = document.documentElement;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('homeport.appearance') ?? '{}');
  } catch {
    // Storage may be closed to us; the system's choice is then the right one.
  }
  if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme;
  if (kept.density === 'compact') root.dataset.density = 'compact';
  if (kept.contrast === 'more' || (kept.contrast !== 'standard' && matchMedia('(prefers-contrast: more)').matches)) root.dataset.contrast = 'more';
  if (kept.diff === 'blue-orange') root.dataset.diff = 'blue-orange';
})();
