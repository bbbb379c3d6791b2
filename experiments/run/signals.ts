/** How a run answers Ctrl-C and other signals. */

/** From now on a signal ends the process with a line on how to carry on; until what it returns is called. */
export function onInterrupt(how: string): () => void {
  const interrupted = () => {
    process.stderr.write(`\nstopped: carry on with ${how}\n`);
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  return () => {
    process.removeListener('SIGINT', interrupted);
    process.removeListener('SIGTERM', interrupted);
  };
}

/** Lets a signal's handler run between two steps of work. */
export function yieldToSignals(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
