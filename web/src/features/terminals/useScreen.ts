import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { call, stream, type TerminalView } from '@/api';
import { t } from '@/shared/lib/strings';
import { toast } from '@/shared/ui';
import { TerminalLink, type LinkState, type ScreenSize } from './link/TerminalLink';
import { nameOf } from './names';
import { applyTitle, removeTerminal } from './queries';
import { keepColours } from './screen/keepColours';
import { TerminalScreen } from './screen/TerminalScreen';
import { scrollByTouch } from './screen/touch';
import type { TerminalLook } from './useLook';

const mostPasted = 1024 * 1024;
const existsWithin = 5_000;
const titleSettles = 100;

export interface SizeNews extends ScreenSize {
  readonly owner: boolean;
}

/** What the page shows around the screen. */
export interface ScreenFacts {
  /** It can be seen and focused. */
  readonly isOpen: boolean;
  readonly link: LinkState;
  readonly size: SizeNews | undefined;
  /** What would fit here. */
  readonly fitting: ScreenSize | undefined;
  readonly ended: { readonly exitCode: number | undefined } | undefined;
  readonly address: string | undefined;
  readonly found: { readonly index: number; readonly count: number };
  readonly isControlHeld: boolean;
}

const beginning: ScreenFacts = { isOpen: false, link: 'connecting', size: undefined, fitting: undefined, ended: undefined, address: undefined, found: { index: -1, count: 0 }, isControlHeld: false };

export interface ScreenAsks {
  readonly find: () => void;
  readonly leave: () => void;
}

export interface LiveScreen {
  readonly screen: TerminalScreen;
  readonly link: TerminalLink;
}

function urlOf(id: string, size: ScreenSize | undefined): string {
  const wish = size === undefined ? '' : `?columns=${size.columns}&rows=${size.rows}`;
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/terminals/${id}${wish}`;
}

async function exists(id: string): Promise<boolean> {
  const { items } = await call('listTerminals', {}, { signal: AbortSignal.timeout(existsWithin) });
  return items.some((one) => one.id === id);
}

/** 100 ms at first, since a restarting host is back soon; 5 s at the most. */
const backoff = (attempt: number) => Math.min(5_000, 100 * 2 ** (attempt - 1)) * (0.875 + Math.random() / 4);

/** Shows one terminal in an element for as long as that stands on the page. */
export function useScreen(terminal: TerminalView, frame: RefObject<HTMLDivElement | null>, look: TerminalLook, asks: ScreenAsks) {
  const { id } = terminal;
  const cache = useQueryClient();
  const [facts, setFacts] = useState(beginning);
  const live = useRef<LiveScreen>(undefined);
  const asked = useRef(asks);
  const first = useRef({ look, label: t('terminals.screen', { name: nameOf(terminal) }) });
  useEffect(() => {
    asked.current = asks;
  });

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const set = (change: Partial<ScreenFacts>) => setFacts((known) => ({ ...known, ...change }));
    set(beginning);
    let ownsSize = false;
    let titling: ReturnType<typeof setTimeout> | undefined;
    // Some programs have a new title with every key.
    const titled = (title: string) => {
      clearTimeout(titling);
      titling = setTimeout(() => applyTitle(cache, id, title), titleSettles);
    };
    const screen = new TerminalScreen(first.current.look, {
      typed: (bytes) => {
        if (bytes.length > mostPasted) toast({ state: 'failed', title: t('terminals.tooMuch'), detail: t('terminals.tooMuch.why') });
        else link.type(bytes);
      },
      find: () => asked.current.find(),
      leave: () => asked.current.leave(),
      pointed: (address) => set({ address }),
      found: (index, count) => set({ found: { index, count } }),
      controlUsed: () => set({ isControlHeld: false }),
    });
    const link = new TerminalLink(
      { url: (size) => urlOf(id, size), exists: () => exists(id), backoff },
      {
        changed: (state) => {
          set({ link: state });
          screen.isReadOnly = state !== 'open' && state !== 'connecting';
          if (state === 'gone') removeTerminal(cache, id);
        },
        drawn: (bytes, isSnapshot, shown) => screen.write(bytes, isSnapshot, shown),
        told: (news) => {
          if (news.type === 'size') {
            screen.resize(news);
            ownsSize = news.owner;
            set({ size: { columns: news.columns, rows: news.rows, owner: news.owner } });
          } else if (news.type === 'title') titled(news.title);
          else if (news.type === 'ended') {
            screen.end();
            set({ ended: { exitCode: news.exitCode } });
          }
        },
      },
    );
    live.current = { screen, link };
    const { label } = first.current;
    const stops = [tryWhenLikely(link)];
    let isOver = false;
    // The letters are measured once, so the font must be there.
    void document.fonts.load('13px "JetBrains Mono Variable"').catch(() => undefined).then(() => {
      if (isOver) return;
      screen.open(element, label);
      stops.push(
        keepFitting(element, screen, link, (fitting) => set({ fitting })),
        keepColours(() => screen.recolour(element)),
        scrollByTouch(element, () => element.clientHeight / screen.rows, (lines) => screen.scroll(lines)),
      );
      set({ isOpen: true });
    });
    // Whose size it is not must not take it by a mere look at another window.
    const focused = () => ownsSize && screen.reportFocus(true);
    const blurred = () => ownsSize && screen.reportFocus(false);
    element.addEventListener('focusin', focused);
    element.addEventListener('focusout', blurred);
    return () => {
      isOver = true;
      clearTimeout(titling);
      for (const stop of stops) stop();
      element.removeEventListener('focusin', focused);
      element.removeEventListener('focusout', blurred);
      link.close();
      screen.dispose();
      live.current = undefined;
    };
  }, [id, cache, frame]);

  const { fontSize, isRead } = look;
  useEffect(() => {
    if (live.current === undefined) return;
    live.current.screen.look = { fontSize, isRead };
    const fitting = live.current.screen.measure();
    if (fitting === undefined) return;
    live.current.link.resize(fitting, false);
    setFacts((known) => ({ ...known, fitting }));
  }, [fontSize, isRead]);

  const holdControl = (isControlHeld: boolean) => {
    live.current?.screen.holdControl(isControlHeld);
    setFacts((known) => ({ ...known, isControlHeld }));
  };
  return { facts, live, holdControl };
}

const settle = 80;

/** Tells the host what fits, as the pane changes; connects as soon as that is known. */
function keepFitting(element: HTMLElement, screen: TerminalScreen, link: TerminalLink, fits: (size: ScreenSize) => void): () => void {
  let isOpen = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told: ScreenSize | undefined;
  const fit = () => {
    const size = screen.measure();
    if (size === undefined) return;
    if (!isOpen) {
      isOpen = true;
      link.open(size);
    } else if (size.columns !== told?.columns || size.rows !== told.rows) link.resize(size, false);
    told = size;
    fits(size);
  };
  const observer = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(fit, settle);
  });
  fit();
  observer.observe(element);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}

/** A network that is back, a page that is looked at again and a stream that found its host are good moments. */
function tryWhenLikely(link: TerminalLink): () => void {
  const now = () => link.tryNow();
  const seen = () => {
    if (document.visibilityState === 'visible') now();
  };
  addEventListener('online', now);
  document.addEventListener('visibilitychange', seen);
  const end = stream.subscribe(() => {
    if (stream.connection.state === 'connected') now();
  });
  return () => {
    removeEventListener('online', now);
    document.removeEventListener('visibilitychange', seen);
    end();
  };
}
