/** Both branches of the same episodes, which share their chance. */
import { checkSeed, hashText, hashUniform } from '../base/random.ts';
import { whatRuns } from '../disciple/arrival.ts';
import { type Disciple, worldOf } from '../disciple/disciple.ts';
import { episodePolicy } from '../disciple/episode.ts';
import type { Compiled } from '../tables/compile.ts';
import { namedChance } from '../world/chance.ts';
import { requireState } from '../world/state-values.ts';
import { totalTicks, type World } from '../world/world.ts';

/** The outcomes of both branches of some episodes. Outcomes i of `present` and of `absent` share their chance. */
export interface Pairs<State = unknown> {
  readonly present: readonly State[];
  readonly absent: readonly State[];
}

/**
 * Plays both branches of `n` episodes. Each draw is a hash of the seed, the episode, the tick, the draw's name, and how
 * often that name was called in that tick. An extra draw in one branch therefore shifts no other draw
 * (docs/forecasts.md). The essay warns of this estimator under "Twenty (million) questions".
 * @throws InvalidOption for a bad seed.
 */
export function rollPairs<State>(
  target: World<State> | Compiled<State>,
  evidence: readonly number[],
  disciple: Disciple<State>,
  n: number,
  seed: number,
): Pairs<State> {
  checkSeed(seed);
  const world = worldOf(target);
  const ticks = totalTicks(world);
  const names = new Map<string, number>();
  const nameHash = (name: string) => {
    let hash = names.get(name);
    if (hash === undefined) {
      hash = hashText(name);
      names.set(name, hash);
    }
    return hash;
  };
  let episode = 0;
  let tick = 0;
  const calls = new Map<string, number>();
  const uniform = (name: string) => {
    const call = calls.get(name) ?? 0;
    calls.set(name, call + 1);
    return hashUniform(seed, episode, tick, nameHash(name), call);
  };
  const chance = namedChance((name) => uniform(`world/${name}`));
  const policyUniform = () => uniform('policy');
  const branch = (x: 0 | 1): State => {
    const { present, running } = whatRuns(target, disciple, x);
    tick = -1;
    calls.clear();
    let state = requireState(world, 'begin', world.begin(evidence, present, chance));
    const policy = present ? episodePolicy(running, policyUniform) : running;
    for (tick = 0; tick < ticks; tick++) {
      calls.clear();
      const action = present && tick < world.horizon ? policy.act(state, tick, policyUniform) : 0;
      state = requireState(world, 'step', world.step(state, action, chance));
    }
    return state;
  };
  const present: State[] = [];
  const absent: State[] = [];
  for (episode = 0; episode < n; episode++) {
    present.push(branch(1));
    absent.push(branch(0));
  }
  return { present, absent };
}
