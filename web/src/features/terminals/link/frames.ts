/** What a binary frame from the host says by its first byte. */
export interface ScreenFrame {
  readonly kind: 'snapshot' | 'output';
  readonly bytes: Uint8Array;
}

/** What a text frame from the host tells. */
export type TerminalNews =
  | { readonly type: 'size'; readonly columns: number; readonly rows: number; readonly owner: boolean }
  | { readonly type: 'title'; readonly title: string }
  | { readonly type: 'ended'; readonly exitCode: number | undefined }
  | { readonly type: 'lost' };

/** Undefined for a frame of a kind that this client does not know. */
export function readScreenFrame(data: ArrayBuffer): ScreenFrame | undefined {
  const kind = new Uint8Array(data, 0, Math.min(1, data.byteLength))[0];
  if (kind !== 0 && kind !== 1) return undefined;
  return { kind: kind === 0 ? 'snapshot' : 'output', bytes: new Uint8Array(data, 1) };
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Undefined for news that this client does not know. */
export function readNews(text: string): TerminalNews | undefined {
  const told: unknown = JSON.parse(text);
  if (typeof told !== 'object' || told === null) return undefined;
  const { type, columns, rows, owner, title, exitCode }: Readonly<Record<string, unknown>> = { ...told };
  if (type === 'size' && isNumber(columns) && isNumber(rows)) return { type, columns, rows, owner: owner === true };
  if (type === 'title') return { type, title: typeof title === 'string' ? title : '' };
  if (type === 'ended') return { type, exitCode: isNumber(exitCode) ? exitCode : undefined };
  return type === 'lost' ? { type } : undefined;
}
