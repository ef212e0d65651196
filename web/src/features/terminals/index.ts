export { applyTerminal, bindTerminals, type TerminalPlace, useRunningTerminals, useTerminalActions } from './queries';
export { useOpenTerminal } from './useOpenTerminal';
