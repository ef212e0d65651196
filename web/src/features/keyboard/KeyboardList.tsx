import { t } from '@/shared/lib/strings';
import { createOpenable } from '@/shared/lib/openable';
import { useShortcutList, type Shortcut } from '@/shared/lib/shortcuts';
import { Dialog, Keycap } from '@/shared/ui';

export const keyboardList = createOpenable<true>();

function grouped(shortcuts: readonly Shortcut[]): readonly (readonly [string, readonly Shortcut[]])[] {
  const groups = new Map<string, Map<string, Shortcut>>();
  for (const shortcut of shortcuts) {
    const group = groups.get(shortcut.group) ?? new Map<string, Shortcut>();
    groups.set(shortcut.group, group.set(shortcut.keys, shortcut));
  }
  return [...groups].map(([name, group]) => [name, [...group.values()]] as const);
}

/** Everything that can be pressed on this screen now. */
export function KeyboardList() {
  const open = keyboardList.use();
  const shortcuts = useShortcutList();
  return (
    <Dialog open={open === true} onClose={keyboardList.close} title={t('keys.title')} width={560}>
      <p className="xs">{t('keys.lede')}</p>
      {grouped(shortcuts).map(([group, list]) => (
        <section key={group}>
          <h3 className="xs muted" style={{ marginBottom: 4 }}>{group}</h3>
          <ul>
            {list.map((shortcut) => (
              <li key={shortcut.keys} className="row" style={{ height: 28 }}>
                <span className="grow" style={{ color: 'var(--color-ink)' }}>{shortcut.label}</span>
                <Keycap keys={shortcut.keys} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}
