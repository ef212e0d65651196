import { t } from '@/shared/lib/strings';
import type { ErrorContent } from '@/shared/ui';
import type { FieldErrorView } from './types.gen';

/** An RFC 9457 problem as the host answers it; `code` is what programs branch on. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly errors: readonly FieldErrorView[];
  readonly facts: Readonly<Record<string, readonly string[]>>;
  readonly traceId: string | undefined;

  constructor(problem: { code: string; status: number; title: string; detail: string; errors?: readonly FieldErrorView[]; facts?: Readonly<Record<string, readonly string[]>>; traceId?: string }) {
    super(problem.detail);
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.errors = problem.errors ?? [];
    this.facts = problem.facts ?? {};
    this.traceId = problem.traceId;
  }

  /** What is wrong with one field of the request, if anything. */
  fieldError(path: string): string | undefined {
    return this.errors.find((one) => one.path === path)?.message;
  }
}

export const networkCode = 'network';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Reads whatever a failed answer carries; a body that is no problem still becomes one. */
export function problemOf(status: number, body: unknown): ProblemError {
  const from = isRecord(body) ? body : {};
  const known = new Set(['type', 'title', 'status', 'code', 'detail', 'errors', 'traceId', 'facts']);
  const facts: Record<string, readonly string[]> = {};
  for (const [name, value] of [...Object.entries(from).filter(([key]) => !known.has(key)), ...Object.entries(isRecord(from['facts']) ? from['facts'] : {})]) {
    if (Array.isArray(value)) facts[name] = value.map(String);
    else if (typeof value === 'string') facts[name] = [value];
  }
  const errors = Array.isArray(from['errors'])
    ? from['errors'].filter(isRecord).map((one) => ({ path: text(one['path']) ?? '', message: text(one['message']) ?? '' }))
    : [];
  const traceId = text(from['traceId']);
  return new ProblemError({
    code: text(from['code']) ?? (status === 401 ? 'unauthorized' : 'internal'),
    status,
    title: text(from['title']) ?? t('error.unknown'),
    detail: text(from['detail']) ?? text(from['title']) ?? `HTTP ${status}`,
    errors,
    facts,
    ...(traceId === undefined ? {} : { traceId }),
  });
}

export function networkProblem(): ProblemError {
  return new ProblemError({ code: networkCode, status: 0, title: t('error.network.title'), detail: t('error.network.next') });
}

/** What is shown of any error: what, why, what next. */
export function describeError(error: unknown): ErrorContent {
  if (error instanceof ProblemError) {
    const same = error.title === error.message;
    return { title: error.title, why: same ? undefined : error.message, code: error.code, traceId: error.traceId, errors: error.errors };
  }
  return { title: t('error.unknown'), why: error instanceof Error ? error.message : String(error) };
}
