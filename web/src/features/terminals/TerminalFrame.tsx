import { Unplug } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { TerminalView } from '@/api';
import { cx } from '@/shared/lib/cx';
import { isPhone, useMedia } from '@/shared/lib/media';
import { t } from '@/shared/lib/strings';
import { Banner, Button } from '@/shared/ui';
import { ExtraKeys } from './ExtraKeys';
import { FindBar, type FindDirection } from './FindBar';
import { useLook } from './useLook';
import { useScreen, type ScreenFacts } from './useScreen';

export interface TerminalFrameProps {
  readonly terminal: TerminalView;
  readonly isShown: boolean;
  /** Each change puts the focus into the terminal. */
  readonly focusAsked: number;
  readonly findAsked: number;
  readonly onLeave: () => void;
  readonly onStartAgain?: () => void;
  readonly onClose?: () => void;
  /** In place of what is said when it has ended. */
  readonly afterwards?: ReactNode;
  readonly onSize: (size: { columns: number; rows: number }) => void;
}

/** What happened to it, and what can be done next. */
function Afterwards({ terminal, facts, onStartAgain, onClose }: { terminal: TerminalView; facts: ScreenFacts } & Pick<TerminalFrameProps, 'onStartAgain' | 'onClose'>) {
  const actions = (
    <>
      <Button size="sm" onClick={onClose}>{t('terminals.close')}</Button>
      <Button size="sm" kind="primary" onClick={onStartAgain}>{t('terminals.again')}</Button>
    </>
  );
  if (facts.link === 'lost' || terminal.state === 'lost') {
    return (
      <Banner bar state="interrupted" actions={actions}>
        <b className="strong">{t('terminals.lost')}</b> <span className="soft">{t('terminals.lost.why')}</span>
      </Banner>
    );
  }
  if (facts.ended === undefined && terminal.state !== 'ended') return null;
  const code = facts.ended?.exitCode ?? terminal.exitCode;
  return (
    <Banner bar state={code === 0 ? 'done' : 'cancelled'} actions={actions}>
      <b className="strong">{t('terminals.ended')}</b> <span className="soft">{code === undefined ? t('terminals.ended.unknown') : t('terminals.ended.code', { code })}</span>
    </Banner>
  );
}

function useFinding(facts: ScreenFacts, live: ReturnType<typeof useScreen>['live'], findAsked: number) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState(0);
  const open = () => {
    const selected = live.current?.screen.selection ?? '';
    if (selected !== '' && !selected.includes('\n')) setText(selected);
    setOpen(true);
    setAsked((times) => times + 1);
  };
  const find = (next: string, direction: FindDirection) => {
    setText(next);
    live.current?.screen.find(next, direction);
  };
  const close = () => {
    setOpen(false);
    live.current?.screen.endFinding();
    live.current?.screen.focus();
  };
  const [seen, setSeen] = useState(findAsked);
  if (seen !== findAsked) {
    setSeen(findAsked);
    setOpen(true);
    setAsked(asked + 1);
  }
  return { open, bar: isOpen && <FindBar key={asked} text={text} found={facts.found} onFind={find} onClose={close} /> };
}

/** One terminal on the page: its screen, and around it what one must know. */
export function TerminalFrame({ terminal, isShown, focusAsked, findAsked, onLeave, onStartAgain, onClose, afterwards, onSize }: TerminalFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const finding = useRef<() => void>(undefined);
  const [look] = useLook();
  const touch = useMedia('(pointer: coarse)');
  const phone = useMedia(isPhone);
  const { facts, live, holdControl } = useScreen(terminal, frame, look, { find: () => finding.current?.(), leave: onLeave });
  const { isOpen, size, fitting } = facts;
  const { open, bar } = useFinding(facts, live, findAsked);
  useEffect(() => {
    finding.current = open;
  });
  useEffect(() => {
    if (isShown && isOpen && focusAsked > 0) live.current?.screen.focus();
  }, [isShown, isOpen, focusAsked, live]);
  const isRunning = terminal.state === 'running' && facts.ended === undefined;
  const isForeign = isRunning && size !== undefined && !size.owner && fitting !== undefined && (fitting.columns !== size.columns || fitting.rows !== size.rows);
  useEffect(() => {
    if (isShown && fitting !== undefined) onSize(fitting);
  }, [isShown, fitting, onSize]);
  const claim = () => {
    if (fitting !== undefined) live.current?.link.resize(fitting, true);
    live.current?.screen.focus();
  };
  return (
    <>
      {facts.link === 'away' && isRunning && (
        <div role="status">
          <Banner bar icon={Unplug}><b className="strong">{t('terminals.away')}</b> <span className="soft">{t('terminals.away.why')}</span></Banner>
        </div>
      )}
      {isForeign && (
        <Banner bar actions={<Button size="sm" onClick={claim}>{t('terminals.fit')}</Button>}>
          <span className="soft">{t('terminals.foreign', { columns: size.columns, rows: size.rows })}</span>
        </Banner>
      )}
      <div className={cx('term', isForeign && 'term--foreign')}>
        {bar}
        <div className="term__frame" ref={frame} data-terminal={terminal.id} data-link={facts.link} />
        {facts.address !== undefined && <span className="term__address" aria-hidden="true">{facts.address}</span>}
      </div>
      {afterwards ?? <Afterwards terminal={terminal} facts={facts} onStartAgain={onStartAgain} onClose={onClose} />}
      {(touch || phone) && isRunning && (
        <ExtraKeys
          isControlHeld={facts.isControlHeld}
          onControl={holdControl}
          onKey={(key) => live.current?.screen.press(key)}
          onText={(text) => live.current?.screen.input(text)}
        />
      )}
    </>
  );
}
