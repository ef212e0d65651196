import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { t } from '@/shared/lib/strings';
import { Icon, IconButton } from '@/shared/ui';

export type FindDirection = 'next' | 'previous' | 'same';

export interface FindBarProps {
  readonly text: string;
  readonly found: { readonly index: number; readonly count: number };
  readonly onFind: (text: string, direction: FindDirection) => void;
  readonly onClose: () => void;
}

export function FindBar({ text, found, onFind, onClose }: FindBarProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const press = (event: KeyboardEvent) => {
    if (event.code === 'Escape') onClose();
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') onFind(text, event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const news = text === '' ? '' : found.count === 0 ? t('terminals.find.none') : found.index < 0 ? t('terminals.find.many', { count: found.count }) : t('terminals.find.at', { index: found.index + 1, count: found.count });
  return (
    // The keys belong to the field; the buttons beside it do the same by mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className="findbar" role="search" onKeyDown={press}>
      <Icon shape={Search} size={14} />
      <input ref={field} className="input" aria-label={t('terminals.find')} placeholder={t('terminals.find')} value={text} spellCheck={false} autoComplete="off" onChange={(event) => onFind(event.target.value, 'same')} />
      <span className="xxs muted num nowrap" role="status">{news}</span>
      <IconButton size="sm" icon={ChevronUp} label={t('terminals.find.previous')} onClick={() => onFind(text, 'previous')} />
      <IconButton size="sm" icon={ChevronDown} label={t('terminals.find.next')} onClick={() => onFind(text, 'next')} />
      <IconButton size="sm" icon={X} label={t('terminals.find.close')} onClick={onClose} />
    </div>
  );
}
