// The emulator is large: it is loaded with the first terminal that is looked at.
export { TerminalsPage } from './TerminalsPage';
export { TerminalsPanel } from './TerminalsPanel';
