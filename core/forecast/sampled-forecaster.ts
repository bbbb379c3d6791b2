/** Sampled forecasts: outcomes counted over rollouts. */
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

/** Probability that the wire erases the source: the same default everywhere (docs/forecasts.md). */
export const DEFAULT_ERASURE = 0.05;

const KEPT_FORECASTS = 64;

export interface SampledOptions {
  /** Episodes of each branch where both are simulated, else of each source; a positive integer. */
  readonly rollouts: number;
  /** An integer. */
  readonly seed: number;
  /**
   * Whether the X=0 branch is simulated (the default) or observed in the episodes in which the wire erased the source.
   * Where it is observed, P(e, S, 0) pools the erased episodes of every library source and of S, so the two branches
   * differ in their numbers of draws (docs/forecasts.md).
   */
  readonly counterfactual?: 'simulated' | 'observed';
  /** Probability of erasure where the counterfactual is observed. Default 0.05. */
  readonly erasure?: number;
}

/**
 * A forecaster that plays episodes and counts their outcomes. The two branches are independent, since X is part of the
 * name of the stream. P(e, S, 0) has the same draws for every S of which the same arrives.
 * @param target a compiled world, which is fast, or a world, of which only `step` is needed.
 * @throws InvalidOption for bad options, and from a forecast where too few episodes are observed.
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

  /** In how many of a source's episodes the wire erases it. */
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

/** A disciple that is only ever erased: it never runs, so its source need not be planned. */
function erasedStandIn<State>(target: World<State> | Compiled<State>, source: string): Disciple<State> {
  return source === '' ? boot(target, '') : { ...bootArrived(target, ''), source };
}

function tooFew(x: 0 | 1, rollouts: number, erasure: number): InvalidOption {
  return new InvalidOption(
    `rollouts: expected enough episodes to observe X=${x} at erasure ${erasure} but received ${rollouts}`,
  );
}
