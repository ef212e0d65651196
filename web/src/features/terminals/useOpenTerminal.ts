import { useNavigate } from 'react-router';
import { useTerminalActions, type TerminalPlace } from './queries';
import { select } from './selection';

export function terminalsPath(place: TerminalPlace): string {
  return 'taskId' in place ? `/tasks/${place.taskId}?panel=terminal` : `/projects/${place.projectId}/terminals`;
}

/** Opens a terminal and goes to it. */
export function useOpenTerminal(): (place: TerminalPlace, name?: string) => void {
  const navigate = useNavigate();
  const { create } = useTerminalActions();
  return (place, name) =>
    create.mutate(
      { place, name },
      {
        onSuccess: ({ id }) => {
          select(place, id);
          void navigate(terminalsPath(place));
        },
      },
    );
}
