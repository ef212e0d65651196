import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { isMac } from '@/shared/lib/shortcuts';
import { type ExtraKey, keyOf, sequenceOf, withControl } from './keys';
import { isFocusReport, silence } from './silence';
import { readColours, type ScreenColours } from './theme';
import './screen.css';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ScreenLook {
  readonly fontSize: number;
  /** What is written is also there as text for screen readers. */
  readonly isRead: boolean;
}

export interface ScreenEvents {
  /** By keyboard, mouse or clipboard; never an answer of the emulator. */
  readonly typed: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly find: () => void;
  readonly leave: () => void;
  /** The address under the mouse. */
  readonly pointed: (address: string | undefined) => void;
  readonly found: (index: number, count: number) => void;
  /** The next character that is typed is one with Ctrl no longer. */
  readonly controlUsed: () => void;
}

const scrollback = 10_000;
const contrast = 4.5;
/** Ends whatever sequence was cut off, then resets. */
const reset = '\x18\x1bc';
const noCursor = '\x1b[?25l';
const fontFamily = '"JetBrains Mono Variable", ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace';

function follow(address: string): void {
  if (/^https?:\/\//i.test(address)) window.open(address, '_blank', 'noopener,noreferrer');
}

/** One terminal as it is drawn: the emulator with its addons, our keys and our colours. */
export class TerminalScreen {
  readonly #events: ScreenEvents;
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon({ highlightLimit: 1_000 });
  readonly #encoder = new TextEncoder();
  #colours: ScreenColours | undefined;
  #isFinding = false;
  #isOver = false;
  #isControlHeld = false;

  constructor(look: ScreenLook, events: ScreenEvents) {
    this.#events = events;
    const hover = (_: MouseEvent, address: string) => events.pointed(address);
    const leave = () => events.pointed(undefined);
    this.#terminal = new Terminal({
      allowProposedApi: true, // for the widths of Unicode 11 and the marks of what was found
      scrollback, fontFamily, fontSize: look.fontSize, fontWeightBold: 700, screenReaderMode: look.isRead,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      minimumContrastRatio: contrast, rightClickSelectsWord: false, drawBoldTextInBrightColors: false, rescaleOverlappingGlyphs: true,
      linkHandler: { activate: (_, address) => follow(address), hover, leave },
    });
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.loadAddon(this.#search);
    this.#terminal.loadAddon(new Unicode11Addon());
    this.#terminal.loadAddon(new WebLinksAddon((_, address) => follow(address), { hover, leave }));
    this.#terminal.unicode.activeVersion = '11';
    silence(this.#terminal.parser);
    this.#terminal.onData((data) => this.#send(data));
    this.#terminal.onBinary((data) => events.typed(Uint8Array.from(data, (character) => character.charCodeAt(0))));
    this.#terminal.attachCustomKeyEventHandler((event) => this.#mayHandle(event));
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) => events.found(resultIndex, resultCount));
  }

  open(parent: HTMLElement, label: string): void {
    this.#terminal.open(parent);
    this.#terminal.textarea?.setAttribute('aria-label', label);
    // Keys of a terminal are its program's: no shortcut of the page may see them. Command on a Mac is nobody's in there.
    parent.addEventListener('keydown', (event) => {
      if (!isMac || !event.metaKey) event.stopPropagation();
    });
    this.recolour(parent);
  }

  dispose(): void {
    this.#terminal.dispose();
  }

  recolour(within: HTMLElement): void {
    this.#colours = readColours(within);
    this.#paint();
    this.#terminal.options.minimumContrastRatio = document.documentElement.dataset['contrast'] === 'more' ? 7 : contrast;
  }

  set look({ fontSize, isRead }: ScreenLook) {
    this.#terminal.options.fontSize = fontSize;
    this.#terminal.options.screenReaderMode = isRead;
  }

  set isReadOnly(value: boolean) {
    this.#terminal.options.disableStdin = value;
  }

  /** Nothing will ever be typed into it again: no cursor waits for that. */
  end(): void {
    this.#isOver = true;
    this.isReadOnly = true;
    this.#terminal.write(noCursor);
  }

  /** How much fits where it stands; undefined while it is not seen. */
  measure(): ScreenSize | undefined {
    const fitting = this.#fit.proposeDimensions();
    return fitting === undefined || !Number.isFinite(fitting.cols) || !Number.isFinite(fitting.rows) ? undefined : { columns: fitting.cols, rows: fitting.rows };
  }

  /** In order with what is written. */
  resize({ columns, rows }: ScreenSize): void {
    this.#terminal.write('', () => {
      if (this.#terminal.cols !== columns || this.#terminal.rows !== rows) this.#terminal.resize(columns, rows);
    });
  }

  write(bytes: Uint8Array, isSnapshot: boolean, shown: () => void): void {
    if (isSnapshot) this.#terminal.write(reset);
    this.#terminal.write(bytes, shown);
    if (this.#isOver) this.#terminal.write(noCursor);
  }

  focus(): void {
    this.#terminal.focus();
  }

  /** Tells the program that it has, or has lost, the focus, if it asked for that. */
  reportFocus(isFocused: boolean): void {
    if (this.#terminal.modes.sendFocusMode) this.#type(isFocused ? '\x1b[I' : '\x1b[O');
  }

  press(key: ExtraKey): void {
    this.#send(sequenceOf(key, this.#terminal.modes.applicationCursorKeysMode));
  }

  /** Back through what was written; a full-screen program is given arrow keys instead, as by a wheel. */
  scroll(lines: number): void {
    if (this.#terminal.buffer.active.type === 'normal') this.#terminal.scrollLines(lines);
    else for (let line = 0; line < Math.abs(lines); line += 1) this.press(lines > 0 ? 'ArrowDown' : 'ArrowUp');
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** The next character is typed with Ctrl. */
  holdControl(isHeld: boolean): void {
    this.#isControlHeld = isHeld;
  }

  input(text: string): void {
    this.#terminal.input(text);
  }

  get selection(): string {
    return this.#terminal.getSelection();
  }

  find(text: string, direction: 'next' | 'previous' | 'same'): void {
    const { found = '', foundHere = '' } = this.#colours ?? {};
    const options = {
      incremental: direction === 'same',
      decorations: { matchBackground: found, matchOverviewRuler: found, activeMatchBackground: foundHere, activeMatchColorOverviewRuler: foundHere },
    };
    this.#isFinding = true;
    this.#paint();
    if (direction === 'previous') this.#search.findPrevious(text, options);
    else this.#search.findNext(text, options);
  }

  endFinding(): void {
    this.#isFinding = false;
    this.#paint();
    this.#search.clearDecorations();
    this.#terminal.clearSelection();
  }

  #paint(): void {
    if (this.#colours !== undefined) this.#terminal.options.theme = this.#isFinding ? this.#colours.finding : this.#colours.theme;
  }

  #mayHandle(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true;
    const key = keyOf(event, { isMac, hasSelection: this.#terminal.hasSelection(), isFullScreen: this.#terminal.buffer.active.type === 'alternate' });
    if (key === 'none') return true;
    if (key === 'paste' || key === 'browser') return false; // the browser does it, and needs no permission for it
    event.preventDefault();
    if (key === 'copy') this.#copy();
    else this.#events[key]();
    return false;
  }

  /** By the browser's own command, which works without permission and without TLS; the emulator fills the clipboard. */
  #copy(): void {
    if (!this.#terminal.hasSelection()) return;
    document.execCommand('copy');
    this.#terminal.clearSelection();
  }

  #send(data: string): void {
    if (isFocusReport(data)) return;
    const controlled = this.#isControlHeld ? withControl(data) : undefined;
    if (this.#isControlHeld) {
      this.#isControlHeld = false;
      this.#events.controlUsed();
    }
    this.#type(controlled ?? data);
  }

  #type(data: string): void {
    this.#events.typed(this.#encoder.encode(data));
  }
}
