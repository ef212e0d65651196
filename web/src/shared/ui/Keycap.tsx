import { keycaps } from '@/shared/lib/shortcuts';

/** Drawn only on the filled button, in menus, the palette and tips. */
export function Keycap({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={className === undefined ? 'keys' : `keys ${className}`} aria-hidden="true">
      {keycaps(keys).map((cap, index) => (
        <kbd className="kbd" key={`${cap}-${String(index)}`}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
