/** Lets handlers of signals and timers run during a long computation. */

/** So many milliseconds pass between two turns. */
const TURN = 50;

/** The function to await between two steps of a computation: it lets others run where the last turn was long ago. */
export function turnTaker(): () => Promise<void> {
  let paused = performance.now();
  return async () => {
    if (performance.now() - paused < TURN) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    paused = performance.now();
  };
}
