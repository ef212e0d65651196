export { TrustAnswer, TrustCard } from './TrustCard';
