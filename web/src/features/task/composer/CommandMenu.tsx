import type { AgentCommandView } from '@/api';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';

/** The agent's slash commands over the composer; the text field keeps the focus. */
export function CommandMenu({ id, commands, active, onPick }: { id: string; commands: readonly AgentCommandView[]; active: number; onPick: (command: AgentCommandView) => void }) {
  return (
    <div className="menu composer__menu" role="listbox" id={id} aria-label={t('composer.commands')}>
      {commands.map((command, index) => (
        <div
          key={command.name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          className={cx('menu__item', index === active && 'is-active')}
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(command);
          }}
        >
          <span className="mono">/{command.name}</span>
          {command.hint !== undefined && <span className="muted xs mono">{command.hint}</span>}
          <span className="hint trunc">{command.description}</span>
        </div>
      ))}
    </div>
  );
}
