/** How a run answers Ctrl-C and other signals. */
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * From now on, a signal ends the process with a line that says how to carry on, and with exit code 130 (SIGINT) or 143
 * (SIGTERM), until the function that this one returns is called.
 *
 * @param carryOn the flags that carry the run on; absent where it cannot be carried on
 */
export function onInterrupt(carryOn?: string): () => void {
  const interrupted = (signal: NodeJS.Signals) => {
    process.stderr.write(carryOn === undefined ? '\nstopped\n' : `\nstopped: carry on with ${carryOn}\n`);
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.once(signal, interrupted);
  return () => {
    for (const signal of SIGNALS) process.removeListener(signal, interrupted);
  };
}

/** Lets the handler of a signal run between two steps of a computation. */
export function yieldToSignals(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
