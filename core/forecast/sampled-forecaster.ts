import { InvalidOption } from '../base/errors.ts';
import { memoise } from '../base/memoise.ts';
import { expected } from '../base/messages.ts';
import { checkSeed, stream } from '../base/random.ts';
import { boot, bootArrived, type Disciple, worldOf } from '../disciple/disciple.ts';
import type { Compiled } from '../tables/compile.ts';
import { evidenceKey } from '../world/evidence.ts';
import { arrive, type World } from '../world/world.ts';
import type { Forecast, Forecaster } from './forecast.ts';
import { rollPairs } from './pairs.ts';
import { mergeCounts, tally } from './rollout.ts';

/** Probability that the wire erases the source: the same default everywhere (DESIGN §4). */
export const DEFAULT_ERASURE = 0.05;

const KEPT_FORECASTS = 64;

export interface SampledOptions {
  /** Episodes a branch (simulated) or a source (observed); a positive integer. */
  readonly rollouts: number;
  readonly seed: number;
  /**
   * Whether the X=0 branch is simulated (default) or taken from the episodes in which the wire erased. Observed, P(e, S, 0)
   * pools the erased episodes of every library source and of S, and the branches' numbers of draws differ (DESIGN §5).
   */
  readonly counterfactual?: 'simulated' | 'observed';
  /** Probability of erasure where the counterfactual is observed. Default 0.05. */
  readonly erasure?: number;
}

/**
 * Rolls out. Branches are independent (X is in the stream's name); the draws of P(e, S, 0) are the same for every S
 * whose erasure delivers the same. Takes a compiled world (fast) or a world (needs only `step`).
 * Throws `InvalidOption`.
 */
export function sampledForecaster<State>(
  target: World<State> | Compiled<State>,
  options: SampledOptions,
): Forecaster<State> {
  const { rollouts, seed, counterfactual = 'simulated', erasure = DEFAULT_ERASURE } = options;
  if (!(Number.isInteger(rollouts) && rollouts > 0)) {
    throw new InvalidOption(expected('rollouts', 'a positive integer', rollouts));
  }
  checkSeed(seed);
  const observed = counterfactual === 'observed';
  if (observed && !(erasure > 0 && erasure < 1)) {
    throw new InvalidOption(
      expected('erasure', 'a number between 0 and 1 where counterfactuals are observed', erasure),
    );
  }
  const world = worldOf(target);
  const draw = (evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1, n: number, name: string) => {
    return tally(target, evidence, disciple, x, n, (arrived) => stream(seed, name, ...evidence, x, arrived));
  };

  /** How many of a source's episodes the wire erases. */
  const erasedEpisodes = (evidence: readonly number[], source: string): number => {
    const wire = stream(seed, 'wire', ...evidence, source);
    let erased = 0;
    for (let episode = 0; episode < rollouts; episode++) if (wire() < erasure) erased++;
    return erased;
  };
  const observe = (evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1): Forecast<State> => {
    if (x === 1) {
      const arrived = rollouts - erasedEpisodes(evidence, disciple.source);
      if (arrived === 0) throw tooFew(1, rollouts, erasure);
      return draw(evidence, disciple, 1, arrived, 'observed');
    }
    const sources = new Set([...world.disciples.map(({ source }) => source), disciple.source]);
    const pooled: Forecast<State>[] = [];
    for (const source of sources) {
      const erased = erasedEpisodes(evidence, source);
      const sent = source === disciple.source ? disciple : erasedStandIn(target, source);
      if (erased > 0) pooled.push(draw(evidence, sent, 0, erased, `observed/${source}`));
    }
    if (pooled.length === 0) throw tooFew(0, rollouts, erasure);
    return mergeCounts(world, pooled);
  };

  const sampled = (evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1): Forecast<State> => {
    const what = observed ? disciple.source : arrive(world, disciple.source, x);
    return memoise(
      sampled,
      ['forecast', `${evidenceKey(evidence)}/${x}/${what}`],
      () => (observed ? observe(evidence, disciple, x) : draw(evidence, disciple, x, rollouts, 'forecast')),
      KEPT_FORECASTS,
    );
  };
  return Object.assign(sampled, {
    rollouts,
    draw,
    pairs: (evidence: readonly number[], disciple: Disciple<State>, n: number) =>
      rollPairs(target, evidence, disciple, n, seed),
  });
}

/** A source whose erased episodes are wanted never runs, so it need not be plannable here. */
function erasedStandIn<State>(target: World<State> | Compiled<State>, source: string): Disciple<State> {
  return source === '' ? boot(target, '') : { ...bootArrived(target, ''), source };
}

function tooFew(x: 0 | 1, rollouts: number, erasure: number): InvalidOption {
  return new InvalidOption(
    `rollouts: expected enough episodes to observe X=${x} at erasure ${erasure} but received ${rollouts}`,
  );
}
