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

/** Both branches of one episode, tick by tick. */
export interface PairRun<State = unknown> {
  /** The beginning, and the state after each tick; the last is the outcome. */
  readonly present: readonly State[];
  readonly absent: readonly State[];
  /** What was done in each tick of the branch in which the source arrived: 0 where there is nobody, or time is up. */
  readonly actions: readonly number[];
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
  const branch = branchPlayer(target, evidence, disciple, seed);
  const present: State[] = [];
  const absent: State[] = [];
  for (let episode = 0; episode < n; episode++) {
    present.push(branch(episode, 1));
    absent.push(branch(episode, 0));
  }
  return { present, absent };
}

/**
 * Plays both branches of the first episode of `rollPairs`, and keeps every state.
 * @throws InvalidOption for a bad seed.
 */
export function playPair<State>(
  target: World<State> | Compiled<State>,
  evidence: readonly number[],
  disciple: Disciple<State>,
  seed: number,
): PairRun<State> {
  const branch = branchPlayer(target, evidence, disciple, seed);
  const actions: number[] = [];
  const statesOf = (x: 0 | 1): State[] => {
    const states: State[] = [];
    branch(0, x, (state, action) => {
      states.push(state);
      if (x === 1 && action !== null) actions.push(action);
    });
    return states;
  };
  return { present: statesOf(1), absent: statesOf(0), actions };
}

/** Plays one branch of an episode to its outcome. `visit` is told each state, and the action that led to it. */
type PlayBranch<State> = (episode: number, x: 0 | 1, visit?: (state: State, action: number | null) => void) => State;

function branchPlayer<State>(
  target: World<State> | Compiled<State>,
  evidence: readonly number[],
  disciple: Disciple<State>,
  seed: number,
): PlayBranch<State> {
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
  return (number, x, visit) => {
    const { present, running } = whatRuns(target, disciple, x);
    episode = number;
    tick = -1;
    calls.clear();
    let state = requireState(world, 'begin', world.begin(evidence, present, chance));
    visit?.(state, null);
    const policy = present ? episodePolicy(running, policyUniform) : running;
    for (tick = 0; tick < ticks; tick++) {
      calls.clear();
      const action = present && tick < world.horizon ? policy.act(state, tick, policyUniform) : 0;
      state = requireState(world, 'step', world.step(state, action, chance));
      visit?.(state, action);
    }
    return state;
  };
}
