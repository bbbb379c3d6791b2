/** Plays the episodes from which a disciple learns. */

import { isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import { pickState, stepIndex } from '../../core/forecast/rollout.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { sampledChance, type Uniform } from '../../core/world/chance.ts';
import { evidenceValues } from '../../core/world/evidence.ts';
import { totalTicks, type World } from '../../core/world/world.ts';
import type { OneHotEncoder } from '../../learning/policy/one-hot-encoder.ts';
import { finiteGoal } from './goal.ts';

/** Chooses an action from the inputs that are 1, which stand in `inputs` from `start` on. */
export type Chooser = (inputs: Int32Array, start: number) => number;

/** Whole episodes in which the disciple is present. Row number episode · horizon + tick is of that tick. */
export interface Episodes<State> {
  readonly count: number;
  /** [rows × active]: the inputs that are 1. */
  readonly inputs: Int32Array;
  /** [rows]: the actions that were taken. */
  readonly actions: Uint8Array;
  /**
   * [rows]: by how much the goal grew. An episode's rewards sum to the goal at its outcome less that at its beginning.
   */
  readonly rewards: Float32Array;
  /** [episodes]: the states at the end, after the aftermath. */
  readonly outcomes: readonly State[];
}

/** Plays `count` episodes. `evidence` draws the index of each episode's evidence value. */
export type Player<State> = (
  count: number,
  evidence: () => number,
  choose: Chooser,
  encoder: OneHotEncoder,
  uniform: Uniform,
) => Episodes<State> & { readonly evidence: Int32Array };

/**
 * A player of the branch in which the disciple is present; it is faster where the world is compiled.
 * @throws InvalidSource, later, where the goal is not finite in a state that is met.
 */
export function playerOf<State>(target: World<State> | Compiled<State>, goal: (state: State) => number): Player<State> {
  const branch = isCompiled(target) ? compiledBranch(target, goal) : steppedBranch(target, goal);
  const { horizon } = worldOf(target);
  const ticks = totalTicks(worldOf(target));
  return (count, evidence, choose, encoder, uniform) => {
    const { active } = encoder;
    const inputs = new Int32Array(count * horizon * active);
    const actions = new Uint8Array(count * horizon);
    const rewards = new Float32Array(count * horizon);
    const evidences = new Int32Array(count);
    const outcomes: State[] = [];
    for (let episode = 0; episode < count; episode++) {
      evidences[episode] = evidence();
      branch.begin(evidences[episode], uniform);
      let before = branch.goal();
      for (let tick = 0; tick < horizon; tick++) {
        const row = episode * horizon + tick;
        const start = row * active;
        branch.observe(encoder, inputs, start);
        inputs[start + active - 1] = tick;
        actions[row] = choose(inputs, start);
        branch.step(actions[row], uniform);
        if (tick === horizon - 1) for (let late = horizon; late < ticks; late++) branch.step(0, uniform);
        const after = branch.goal();
        rewards[row] = after - before;
        before = after;
      }
      outcomes.push(branch.state());
    }
    return { count, inputs, actions, rewards, outcomes, evidence: evidences };
  };
}

/** Plays one episode at a time. */
interface Branch<State> {
  begin(evidence: number, uniform: Uniform): void;
  step(action: number, uniform: Uniform): void;
  observe(encoder: OneHotEncoder, into: Int32Array, start: number): void;
  goal(): number;
  state(): State;
}

function steppedBranch<State>(world: World<State>, goal: (state: State) => number): Branch<State> {
  const evidences = evidenceValues(world);
  let state: State;
  // The chance is made once, and draws from the stream that the caller gave last.
  let draw: Uniform = () => 0;
  const chance = sampledChance(() => draw());
  return {
    begin(evidence, uniform) {
      draw = uniform;
      state = world.begin(evidences[evidence].value, true, chance);
    },
    step(action) {
      state = world.step(state, action, chance);
    },
    observe: (encoder, into, start) => encoder.write(world.observe(state), into, start),
    goal: () => finiteGoal(goal(state), world),
    state: () => state,
  };
}

function compiledBranch<State>(compiled: Compiled<State>, goal: (state: State) => number): Branch<State> {
  const { world, states, beginnings } = compiled;
  const goals = new Float64Array(states.length).fill(Number.NaN);
  /** For each state, its inputs; they are kept as long as the encoder is the same. */
  const observed: (Int32Array | undefined)[] = [];
  let observer: OneHotEncoder | null = null;
  let state = 0;
  return {
    begin(evidence, uniform) {
      state = pickState(beginnings[evidence][1], uniform);
    },
    step(action, uniform) {
      state = stepIndex(compiled, state, action, uniform);
    },
    observe(encoder, into, start) {
      if (observer !== encoder) {
        observer = encoder;
        observed.length = 0;
      }
      let inputs = observed[state];
      if (!inputs) {
        inputs = new Int32Array(encoder.active - 1);
        encoder.write(world.observe(states[state]), inputs, 0);
        observed[state] = inputs;
      }
      into.set(inputs, start);
    },
    goal() {
      if (Number.isNaN(goals[state])) goals[state] = finiteGoal(goal(states[state]), world);
      return goals[state];
    },
    state: () => states[state],
  };
}
