import { common } from './common';

/** The English catalogue: one file per feature, merged here. */
export const en = { ...common } as const;
