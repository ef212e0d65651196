import type { ITheme } from '@xterm/xterm';

type Rgb = readonly [number, number, number];

/** A token as the page shows it now: `light-dark()` is resolved only where a colour is used. */
function readToken(probe: HTMLElement, name: string): Rgb {
  probe.style.color = `var(${name})`;
  const [r = 0, g = 0, b = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  return [r, g, b];
}

function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const at = (index: 0 | 1 | 2) => Math.round(one[index] + (other[index] - one[index]) * share);
  return [at(0), at(1), at(2)];
}

function hex(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

export interface ScreenColours {
  readonly theme: ITheme;
  /** While something is searched: the place that was found is selected, and must stand out from the others. */
  readonly finding: ITheme;
  readonly found: string;
  readonly foundHere: string;
}

/** The emulator's colours from our tokens. Bright ones lean towards the ink, so they stand out on either ground. */
export function readColours(within: HTMLElement): ScreenColours {
  const probe = document.createElement('span');
  probe.hidden = true;
  within.append(probe);
  const token = (name: string) => readToken(probe, `--color-${name}`);
  const [ground, ink, faint, line, needs, onNeeds] = [token('sunken'), token('ink'), token('ink-3'), token('line-strong'), token('needs'), token('on-needs')];
  const ansi = (['red', 'green', 'yellow', 'blue', 'magenta', 'cyan'] as const).map((name) => token(`ansi-${name}`));
  probe.remove();
  const [red = ink, green = ink, yellow = ink, blue = ink, magenta = ink, cyan = ink] = ansi;
  const bright = (colour: Rgb) => hex(mix(colour, ink, 0.28));
  const isDark = ground[1] < ink[1];
  const theme: ITheme = {
    background: hex(ground), foreground: hex(ink), cursor: hex(ink), cursorAccent: hex(ground),
    selectionBackground: hex(mix(ground, blue, 0.34)), selectionInactiveBackground: hex(mix(ground, blue, 0.2)),
    scrollbarSliderBackground: `${hex(faint)}59`, scrollbarSliderHoverBackground: `${hex(faint)}8c`, scrollbarSliderActiveBackground: `${hex(faint)}b3`,
    black: hex(isDark ? line : ink), white: hex(isDark ? mix(ink, ground, 0.15) : line),
    brightBlack: hex(faint), brightWhite: hex(isDark ? ink : mix(line, ground, 0.6)),
    red: hex(red), green: hex(green), yellow: hex(yellow), blue: hex(blue), magenta: hex(magenta), cyan: hex(cyan),
    brightRed: bright(red), brightGreen: bright(green), brightYellow: bright(yellow), brightBlue: bright(blue), brightMagenta: bright(magenta), brightCyan: bright(cyan),
  };
  return {
    theme,
    finding: { ...theme, selectionBackground: hex(needs), selectionInactiveBackground: hex(needs), selectionForeground: hex(onNeeds) },
    found: hex(mix(ground, needs, 0.35)),
    foundHere: hex(needs),
  };
}
