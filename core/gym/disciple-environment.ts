/** The disciple's environment: one step a tick, in which the disciple takes one action in the world. */
import { stream } from '../base/random.ts';
import { sampledChance } from '../world/chance.ts';
import { unitValue } from '../world/state-values.ts';
import { totalTicks, type World } from '../world/world.ts';
import type { ResetResult, StepResult } from './environment.ts';
import { evidenceSpace } from './evidence-space.ts';
import { Box } from './spaces/box.ts';
import { Dict } from './spaces/dict.ts';
import { Discrete } from './spaces/discrete.ts';
import type { MultiDiscrete } from './spaces/multi-discrete.ts';
import type { ValueOf } from './spaces/space.ts';
import { WorldEnvironment, type WorldEnvironmentOptions } from './world-environment.ts';

export type DiscipleObservationSpace = Dict<{ observation: Box; evidence: MultiDiscrete; tick: Discrete }>;

/**
 * What a disciple observes: `observation` is `world.observe(state)`, `evidence` has one index for each variable, and
 * `tick` counts the ticks that have passed, from 0 to the horizon.
 */
export type DiscipleObservation = ValueOf<DiscipleObservationSpace>;

export interface DiscipleInfo<State = unknown> {
  /** 0 when the wire erased the disciple. Its actions are then replaced by 'wait'. */
  readonly x: 0 | 1;
  /** The number of ticks that have passed. */
  readonly tick: number;
  readonly state: State;
}

interface DiscipleEpisode<State> extends DiscipleInfo<State> {
  readonly evidence: readonly number[];
  readonly over: boolean;
}

/**
 * The disciple's environment. The reward of the last step is the utility of the outcome; all others are 0. The
 * aftermath, in which everyone waits, runs inside the last step. X is 1 unless the option `erasure` is given.
 */
export class DiscipleEnvironment<State = unknown> extends WorldEnvironment<
  State,
  DiscipleObservationSpace,
  Discrete,
  DiscipleInfo<State>,
  DiscipleEpisode<State>
> {
  override readonly observationSpace: DiscipleObservationSpace;
  override readonly actionSpace: Discrete;

  /** @throws InvalidOption for an option out of range. */
  constructor(world: World<State>, options: WorldEnvironmentOptions = {}) {
    super(world, 'disciple', options, 0);
    const chance = sampledChance(stream(0, 'example'));
    const example = world.begin(world.evidence.prior(chance), true, chance);
    this.observationSpace = new Dict({
      observation: new Box({ low: -Infinity, high: Infinity, shape: [world.observe(example).length] }),
      evidence: evidenceSpace(world),
      tick: new Discrete(world.horizon + 1),
    });
    this.actionSpace = new Discrete(world.actions.length);
  }

  override step(action: number): StepResult<DiscipleObservation, DiscipleInfo<State>> {
    const { evidence, x, tick: before, state: old } = this.ongoing();
    this.checkAction(action);
    const { world } = this;
    let state = world.step(old, x === 1 ? action : 0, this.chance);
    const tick = before + 1;
    const over = tick === world.horizon;
    if (over) for (let late = tick; late < totalTicks(world); late++) state = world.step(state, 0, this.chance);
    const episode = { evidence, x, tick, state, over };
    this.episode = episode;
    return [this.observe(episode), over ? unitValue(world, state, 'utility') : 0, over, false, { x, tick, state }];
  }

  protected override beginEpisode(evidence: readonly number[]): DiscipleEpisode<State> {
    const x = this.drawX();
    return { evidence, x, tick: 0, state: this.world.begin(evidence, x === 1, this.chance), over: false };
  }

  protected override describeReset(
    episode: DiscipleEpisode<State>,
  ): ResetResult<DiscipleObservation, DiscipleInfo<State>> {
    const { x, tick, state } = episode;
    return [this.observe(episode), { x, tick, state }];
  }

  protected override draw({ state }: DiscipleEpisode<State>): string {
    return this.world.draw(state);
  }

  private observe({ state, evidence, tick }: DiscipleEpisode<State>): DiscipleObservation {
    return { observation: this.world.observe(state), evidence, tick };
  }
}
