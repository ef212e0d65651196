import type { IDisposable, IParser } from '@xterm/xterm';

/** `CSI … t` that ask: for the size in pixels, of a cell, in characters, for titles. The others move and name windows. */
const asking = new Set([11, 13, 14, 15, 16, 18, 19, 20, 21]);

const swallow = () => true;
const ifAsked = (data: string) => data.split(';').includes('?');

/**
 * Programs ask their terminal questions, and the worker's screen answers them: there may be no viewer, or three. So this
 * one never answers: what asks is taken out before the emulator sees it.
 */
export function silence(parser: IParser): readonly IDisposable[] {
  return [
    parser.registerCsiHandler({ final: 'c' }, swallow), // DA1
    parser.registerCsiHandler({ prefix: '>', final: 'c' }, swallow), // DA2
    parser.registerCsiHandler({ prefix: '=', final: 'c' }, swallow), // DA3
    parser.registerCsiHandler({ final: 'n' }, swallow), // DSR, cursor position
    parser.registerCsiHandler({ prefix: '?', final: 'n' }, swallow),
    parser.registerCsiHandler({ intermediates: '$', final: 'p' }, swallow), // DECRQM
    parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, swallow),
    parser.registerCsiHandler({ prefix: '>', final: 'q' }, swallow), // XTVERSION
    parser.registerCsiHandler({ final: 't' }, ([what]) => typeof what === 'number' && asking.has(what)),
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow), // DECRQSS
    parser.registerDcsHandler({ intermediates: '+', final: 'q' }, swallow), // XTGETTCAP
    ...[4, 10, 11, 12].map((colour) => parser.registerOscHandler(colour, ifAsked)),
  ];
}

/** Reports of the focus, which the emulator also sends when a program asks for them: no person did anything then. */
export function isFocusReport(data: string): boolean {
  return data === '\x1b[I' || data === '\x1b[O';
}
