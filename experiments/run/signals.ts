/** How a run answers Ctrl-C and other signals. */
import { constants } from 'node:os';
import { messageOf } from '../../core/base/messages.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * From now on, a signal ends the process with a line for the person, and with exit code 130 (SIGINT) or 143 (SIGTERM),
 * until the function that this one returns is called.
 *
 * @param stop gives up the run, and returns the line
 */
export function onInterrupt(stop: () => string): () => void {
  const interrupted = (signal: NodeJS.Signals) => {
    try {
      process.stderr.write(`\n${stop()}\n`);
    } catch (error) {
      process.stderr.write(`\nstopped: ${messageOf(error)}\n`);
    } finally {
      process.exit(128 + constants.signals[signal]);
    }
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
