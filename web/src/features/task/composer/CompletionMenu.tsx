import { File } from 'lucide-react';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { Icon } from '@/shared/ui';
import type { Completion, Completions } from './useCompletion';

/** What can be chosen over the composer; the text field keeps the focus. */
export function CompletionMenu({ id, completions: { kind, items }, active, onPick }: { id: string; completions: Completions; active: number; onPick: (item: Completion) => void }) {
  return (
    <div className="menu composer__menu" role="listbox" id={id} aria-label={t(kind === 'commands' ? 'composer.commands' : 'composer.files')}>
      {items.map((item, index) => (
        <div
          key={item.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          className={cx('menu__item', index === active && 'is-active')}
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(item);
          }}
        >
          {kind === 'files' && <Icon shape={File} size={14} />}
          <span className="mono">{item.label}</span>
          {item.hint !== undefined && <span className="muted xs mono">{item.hint}</span>}
          <span className="hint trunc">{item.about}</span>
        </div>
      ))}
    </div>
  );
}
