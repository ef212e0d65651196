import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { Keycap } from './Keycap';

export const TooltipProvider = ({ children }: { children: React.ReactNode }) => (
  <Radix.Provider delayDuration={400} skipDelayDuration={200}>
    {children}
  </Radix.Provider>
);

/** A name or a reason after 400 ms, with its key. Never the only place where something is said. Without a text there is no tip. */
export function Tooltip({ text, keys, children, side = 'bottom' }: { text: string | undefined; keys?: string; children: ReactElement; side?: 'top' | 'bottom' | 'left' | 'right' }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      {text !== undefined && (
        <Radix.Portal>
          <Radix.Content className="tooltip" side={side} sideOffset={6} collisionPadding={8}>
            {text}
            {keys !== undefined && <Keycap keys={keys} />}
          </Radix.Content>
        </Radix.Portal>
      )}
    </Radix.Root>
  );
}
