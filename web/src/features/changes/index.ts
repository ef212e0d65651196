export { ChangesTab } from './ChangesTab';
export { InlineDiff } from './DiffLine';
export { countLines, hunksOf, parsePatch } from './patch';
export { changeQueries, useChangesStream, useComments } from './queries';
