// The emulator is large: it is loaded with the first terminal that is looked at.
export { useTerminals } from './queries';
export { TerminalFrame } from './TerminalFrame';
export { TerminalsPage } from './TerminalsPage';
export { TerminalsPanel } from './TerminalsPanel';
