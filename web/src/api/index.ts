export { call, callAll, shouldRetry, type OperationName, type RequestOf, type ResponseOf } from './client';
export { type EventKind, type EventPayloads, type KnownEvent, asKnown } from './eventKinds';
export { type Connection, EventStream } from './events';
export { routes } from './operations.gen';
export { describeError, networkCode, ProblemError } from './problem';
export { startSession, useSession, type Session } from './session';
export { stream, useConnection, useIsReachable } from './stream';
export type * from './types.gen';
