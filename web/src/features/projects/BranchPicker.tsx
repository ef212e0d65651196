import { useQuery } from '@tanstack/react-query';
import { Check, ChevronDown, GitBranch } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useDeferredValue, useState } from 'react';
import { describeError, type BranchView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Icon, RelativeTime } from '@/shared/ui';
import { projectQueries } from './queries';

function Branches({ projectId, value, onPick }: { projectId: string; value: string; onPick: (name: string) => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { data, error } = useQuery(projectQueries.branches(projectId, useDeferredValue(text)));
  const items: readonly BranchView[] = data?.items ?? [];
  const active = items[Math.min(at, items.length - 1)];
  return (
    <>
      <input
        className="input input--sm"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="branches"
        aria-activedescendant={active === undefined ? undefined : `branch-${active.name}`}
        aria-label={t('newTask.base.search')}
        placeholder={t('newTask.base.search')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.code === 'ArrowDown') setAt(Math.min(items.length - 1, at + 1));
          else if (event.code === 'ArrowUp') setAt(Math.max(0, at - 1));
          else if (event.code === 'Enter' && active !== undefined) onPick(active.name);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <div id="branches" role="listbox" aria-label={t('newTask.base')} className="branches">
        {items.map((branch) => (
          <div
            key={branch.name}
            id={`branch-${branch.name}`}
            role="option"
            tabIndex={-1}
            aria-selected={branch.name === value}
            className={branch === active ? 'menu__item is-active' : 'menu__item'}
            title={`${branch.commit.slice(0, 8)} ${branch.subject}`}
            onClick={() => onPick(branch.name)}
            onKeyDown={(event) => event.code === 'Enter' && onPick(branch.name)}
          >
            <span className="tick">{branch.name === value && <Icon shape={Check} />}</span>
            <span className="trunc">{branch.name}</span>
            <span className="hint">{branch.isCurrent ? t('newTask.base.current') : <RelativeTime at={branch.committedAt} />}</span>
          </div>
        ))}
        {error !== null && <p className="xs t-failed" style={{ padding: 8 }}>{describeError(error).why ?? describeError(error).title}</p>}
        {data !== undefined && items.length === 0 && <p className="xs muted" style={{ padding: 8 }}>{t('newTask.base.none')}</p>}
      </div>
    </>
  );
}

/** Chooses a branch; the server searches, so ten thousand of them are no matter. */
export function BranchPicker({ projectId, value, fallback, onChange, look = 'filter' }: { projectId: string; value: string; fallback: string; onChange: (name: string) => void; look?: 'filter' | 'quiet' }) {
  const [open, setOpen] = useState(false);
  const shown = value === '' ? fallback : value;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button type="button" className={look === 'filter' ? 'filter' : 'select select--quiet'} aria-label={`${t('newTask.base')}: ${shown}`}>
          <Icon shape={GitBranch} size={14} />
          <span className="trunc" style={{ maxWidth: 180 }}>{shown}</span>
          <Icon shape={ChevronDown} size={12} />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu popover" align="start" sideOffset={4} collisionPadding={8} aria-label={t('newTask.base')} style={{ width: 320 }}>
          <Branches
            projectId={projectId}
            value={shown}
            onPick={(name) => {
              onChange(name);
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
