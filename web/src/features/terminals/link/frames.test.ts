import { expect, test } from 'vitest';
import { readNews, readScreenFrame } from './frames';
import { Shown } from './shown';

const frame = (...bytes: number[]) => new Uint8Array(bytes).buffer;

test('the first byte tells what the rest is', () => {
  expect(readScreenFrame(frame(0, 65, 66))).toEqual({ kind: 'snapshot', bytes: new Uint8Array([65, 66]) });
  expect(readScreenFrame(frame(1))).toEqual({ kind: 'output', bytes: new Uint8Array() });
  expect(readScreenFrame(frame(9, 65))).toBeUndefined();
  expect(readScreenFrame(frame())).toBeUndefined();
});

test('news are read, and unknown ones left alone', () => {
  expect(readNews('{"type":"size","columns":80,"rows":24,"owner":true}')).toEqual({ type: 'size', columns: 80, rows: 24, owner: true });
  expect(readNews('{"type":"size","columns":80}')).toBeUndefined();
  expect(readNews('{"type":"title"}')).toEqual({ type: 'title', title: '' });
  expect(readNews('{"type":"ended"}')).toEqual({ type: 'ended', exitCode: undefined });
  expect(readNews('{"type":"ended","exitCode":130}')).toEqual({ type: 'ended', exitCode: 130 });
  expect(readNews('{"type":"lost"}')).toEqual({ type: 'lost' });
  expect(readNews('{"type":"weather"}')).toBeUndefined();
  expect(readNews('7')).toBeUndefined();
});

test('what was shown is told every 64 KiB, none of it twice, none of it left out', () => {
  const told: number[] = [];
  const shown = new Shown((bytes) => told.push(bytes));
  for (let written = 0; written < 300; written += 1) shown.add(1024);
  expect(told).toEqual([65_536, 65_536, 65_536, 65_536]);
  shown.add(200_000);
  expect(told.at(-1)).toBe(200_000 + 300 * 1024 - 4 * 65_536);
});

test('what an ended connection brought is not told any more', () => {
  const told: number[] = [];
  const shown = new Shown((bytes) => told.push(bytes));
  shown.add(60_000);
  shown.end();
  shown.add(60_000);
  expect(told).toEqual([]);
});
