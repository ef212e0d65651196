export { applySidecar, bindServices, sidecarQueries } from './queries';
export { plainText } from './plainText';
export { useSidecarLog } from './useSidecarLog';
