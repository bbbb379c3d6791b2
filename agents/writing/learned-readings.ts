/** What a divergence that is learned from rollouts of many programs reads of each of them. */
import { turnTaker } from '../../core/base/turns.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { type BackendName, loadBackend } from '../../learning/backend/backend.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { pricesOf } from './prices.ts';
import { Trials } from './trials.ts';

/** How often the network is updated. */
const UPDATES = 2_000;

export interface ReadingOptions {
  /** How many rollouts of each branch of a program are read. */
  readonly rollouts: number;
  readonly seed: number;
  readonly backend?: BackendName;
}

/**
 * Trains one network on rollouts of all these programs, as a writer's is trained, and reads each of them.
 * @param penalty a penalty that is learned.
 * @returns for each source, one value ≥ 0 for each evidence index.
 * @throws BackendUnavailable where the tfjs backend does not load.
 */
export async function learnedReadings(
  compiled: Compiled,
  penalty: Penalty,
  sources: readonly string[],
  { rollouts, seed, backend: wanted }: ReadingOptions,
): Promise<number[][]> {
  const backend = await loadBackend(wanted);
  const trials = new Trials(compiled, 0);
  const prices = pricesOf({
    ...{ target: compiled, penalty, weight: 1, trials, rollouts, seed, backend },
    name: 'readings',
  });
  try {
    const numbers = sources.map((source) => trials.program(source));
    const cases = numbers.flatMap((s) => compiled.evidences.map((_, e) => ({ e, s })));
    await prices.look(cases);
    const giveTurn = turnTaker();
    for (let update = 0; update < UPDATES; update++) {
      prices.learn(update / UPDATES);
      await giveTurn();
    }
    await prices.settle(cases, rollouts);
    return numbers.map((s) => compiled.evidences.map((_, e) => prices.of(e, s)));
  } finally {
    prices.dispose();
  }
}
