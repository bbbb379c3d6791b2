/** Follows what the worker is asked, until the page moves on. */
import { Cancelled } from './client.ts';

/** What is done with the end of a question; nothing is, once the page has moved on. */
export interface Ends<Answer> {
  readonly show: (answer: Answer) => void;
  /** Told what went wrong. */
  readonly fail: (message: string) => void;
  /** Called where someone cancelled the question; by default nothing happens. */
  readonly cancelled?: () => void;
}

/**
 * Asks, and does what the ends say.
 * @param ask is given what tells whether the page has stayed, for a question of several steps.
 * @returns what to call as the page moves on.
 */
export function follow<Answer>(
  ask: (isCurrent: () => boolean) => Promise<Answer>,
  { show, fail, cancelled = () => {} }: Ends<Answer>,
): () => void {
  let stays = true;
  ask(() => stays).then(
    (answer) => stays && show(answer),
    (error: Error) => stays && (error instanceof Cancelled ? cancelled() : fail(error.message)),
  );
  return () => {
    stays = false;
  };
}
