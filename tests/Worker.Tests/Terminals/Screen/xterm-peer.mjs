// Plays streams to the real xterm.js and says where two terminals differ.
// node xterm-peer.mjs <folder with node_modules> <file: one case of JSON per line>  ->  one result of JSON per line
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.argv[2], 'package.json'));
const { Terminal } = require('@xterm/headless');
const { Unicode11Addon } = require('@xterm/addon-unicode11');

// xterm.js forgets where a link leads when the row it began in is erased, although its cells are still there.
let comparesLinks = false;

const KIND = 0x3000000;
const FLAGS = 0xfc000000;
const HAS_EXTENDED = 0x10000000;
const UNDERLINE = 0x10000000;

function play({ columns, rows, scrollback, steps }) {
  const terminal = new Terminal({ cols: columns, rows, scrollback, allowProposedApi: true, logLevel: 'off' });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  const seen = { terminal, title: '', answers: '' };
  terminal.onTitleChange((title) => { seen.title = title; });
  terminal.onData((data) => { seen.answers += data; });
  // In one piece: xterm.js 6 loses characters of which a write ends at a byte 80.
  let output = [];
  const flush = () => {
    terminal._core.writeSync(Buffer.concat(output));
    output = [];
  };
  for (const step of steps) {
    if (step.write !== undefined) {
      output.push(Buffer.from(step.write, 'base64'));
    } else {
      flush();
      terminal.resize(step.columns, step.rows);
    }
  }
  flush();
  return seen;
}

function color(bits) {
  switch (bits & KIND) {
    case 0x1000000: return `16:${bits & 0xff}`;
    case 0x2000000: return `256:${bits & 0xff}`;
    case 0x3000000: return `rgb:${(bits & 0xffffff).toString(16)}`;
    default: return '-';
  }
}

function style(core, fg, bg, extended) {
  if (fg === 0 && bg === 0) return '';
  const flags = `${(fg >>> 26).toString(16)}/${((bg & ~HAS_EXTENDED) >>> 26).toString(16)}`;
  let more = (fg & UNDERLINE) !== 0 ? ' u1 -' : '';
  if ((bg & HAS_EXTENDED) !== 0 && extended && ((fg & UNDERLINE) !== 0 || extended.urlId !== 0)) {
    const link = extended.urlId ? core._oscLinkService.getLinkData(extended.urlId) : undefined;
    const underline = (fg & UNDERLINE) !== 0 ? ` u${Math.max(1, extended.underlineStyle)}` : '';
    more = `${underline} ${color(extended.underlineColor)}`;
    if (extended.urlId) more += comparesLinks ? ` link ${link?.id ?? ''};${link?.uri}` : ' link';
  }
  const all = `{${color(fg)} ${color(bg)} ${flags}${more}}`;
  return all === '{- - 0/0}' ? '' : all;
}

// A half of a wide character without the other is shown as an empty cell. Of two empty cells at the right edge, only the last
// one's style is compared: nothing that can be written to a terminal would make both again.
function describeCells(core, line, columns) {
  const cells = [];
  let last = '';
  for (let x = 0; x < columns; x++) {
    const fg = line.getFg(x);
    const bg = line.getBg(x);
    let width = line.getWidth(x);
    let text = line.getString(x);
    const isTail = (index) => line.getWidth(index) === 0 && !line.hasContent(index);
    if (width === 2 && !(x + 1 < columns && isTail(x + 1))) {
      width = 1;
      text = '';
    } else if (width === 0 && text === '' && !(x > 0 && line.getWidth(x - 1) === 2)) {
      width = 1;
    }
    const isPair = x === columns - 2 && text === '' && width === 1 && !line.hasContent(x + 1);
    const changed = width === 0 && text === '' ? last : isPair ? style(core, 0, bg & ~FLAGS, undefined) : style(core, fg, bg, line._extendedAttrs[x]);
    cells.push(`${changed === last ? '' : changed || '{}'}${text || (width === 0 ? '' : '\u2400')}${width === 1 ? '' : `<${width}>`}`);
    last = changed;
  }
  return cells.join('');
}

function describeBuffer(core, name, buffer, isActive) {
  const columns = core.cols;
  const lines = [];
  for (let y = 0; y < buffer.lines.length; y++) {
    const line = buffer.lines.get(y);
    lines.push(`${name} ${y}${y > 0 && line.isWrapped ? ' wrapped' : ''}: ${describeCells(core, line, columns)}`);
  }
  lines.push(`${name} base ${buffer.ybase}`);
  if (isActive) {
    // Behind the last column, with nothing in it: only the normal buffer's cursor can be brought there.
    const line = buffer.lines.get(buffer.ybase + buffer.y);
    const isFar = buffer.x === columns && name === 'alternate' && (!line.hasContent(columns - 1) || line.getWidth(columns - 1) === 0);
    lines.push(`${name} cursor ${isFar ? columns - 1 : buffer.x},${buffer.y}`);
  }
  lines.push(`${name} region ${buffer.scrollTop}-${buffer.scrollBottom}`);
  lines.push(`${name} tabs ${Object.keys(buffer.tabs).filter((stop) => stop < columns && buffer.tabs[stop]).join(',')}`);
  const saved = buffer.savedCurAttrData;
  const savedY = Math.min(core.rows - 1, Math.max(0, buffer.savedY - buffer.ybase));
  const savedStyle = style(core, saved.fg, saved.bg & ~HAS_EXTENDED, undefined);
  lines.push(`${name} saved ${Math.min(buffer.savedX, columns - 1)},${savedY} ${savedStyle} ${JSON.stringify(buffer.savedCharset)}`);
  return lines;
}

function describe({ terminal, title }) {
  const core = terminal._core;
  const isAlternate = core.buffers.active === core.buffers.alt;
  const lines = describeBuffer(core, 'normal', core.buffers.normal, !isAlternate);
  if (isAlternate) lines.push(...describeBuffer(core, 'alternate', core.buffers.alt, true));
  const { synchronizedOutput, ...modes } = core.coreService.decPrivateModes;
  const pen = core._inputHandler._curAttrData;
  const charsets = core._charsetService;
  lines.push(`modes ${JSON.stringify({ ...modes, ...core.coreService.modes })}`);
  lines.push(`mouse ${core.coreMouseService.activeProtocol} ${core.coreMouseService.activeEncoding}`);
  lines.push(`cursor hidden ${core.coreService.isCursorHidden} blinks ${terminal.options.cursorBlink}`);
  lines.push(`new line ${terminal.options.convertEol}`);
  lines.push(`pen ${style(core, pen.fg, pen.bg, pen.extended)} ${color(pen.extended.underlineColor)}`);
  lines.push(`charset ${charsets.glevel} ${JSON.stringify([charsets.charset ?? null])}`);
  lines.push(`title ${title}`);
  lines.push(`parser ${core._inputHandler._parser.currentState}`);
  return lines;
}

function difference(expected, actual) {
  const all = [];
  for (let i = 0; i < Math.max(expected.length, actual.length) && all.length < 5; i++) {
    const one = expected[i] ?? 'nothing';
    const other = actual[i] ?? 'nothing';
    if (one !== other) {
      let at = 0;
      while (one[at] === other[at]) at++;
      const start = Math.max(0, at - 60);
      const name = one.slice(0, 22);
      all.push(`xterm.js: ${name}...${one.slice(start, at + 60)}\n    here: ${name}...${other.slice(start, at + 60)}`.toWellFormed());
    }
  }
  return all.join('\n');
}

const results = readFileSync(process.argv[3], 'utf8').trim().split('\n').map((text) => {
  const given = JSON.parse(text);
  comparesLinks = given.comparesLinks;
  let original;
  try {
    original = play(given.original);
  } catch (error) {
    return JSON.stringify({ difference: '', lines: 0, answers: '', broken: `${error.stack}` });
  }

  const expected = describe(original);
  const actual = describe(play(given.restored));
  return JSON.stringify({ difference: difference(expected, actual), lines: expected.length, answers: original.answers });
});
process.stdout.write(results.join('\n'));
