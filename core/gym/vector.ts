import type { Dictionary } from 'ts-essentials';
import { InvalidOption, ResetNeeded } from '../base/errors.ts';
import { expected } from '../base/messages.ts';
import type { Environment, EnvironmentMetadata, EnvironmentSpec, RenderMode } from './environment.ts';
import type { Space } from './spaces/space.ts';
import { Tuple } from './spaces/tuple.ts';

/**
 * What happens after an episode of one environment ends (Gymnasium 1.x): its next step resets it and ignores the action
 * ('next-step'); it is reset within the same step, the last observation and info going to `finalObservation` and
 * `finalInfo` ('same-step'); or nothing, and `reset({ mask })` is up to the user ('disabled').
 */
export type Autoreset = 'next-step' | 'same-step' | 'disabled';

const AUTORESETS: readonly Autoreset[] = ['next-step', 'same-step', 'disabled'];

export interface VectorOptions {
  /** Default 'next-step'. */
  readonly autoreset?: Autoreset;
}

export interface VectorMetadata extends EnvironmentMetadata {
  readonly autoreset: Autoreset;
}

export interface VectorResetOptions {
  /** Environment i gives `seed + i`, or the i-th of an array; when omitted every stream continues. */
  readonly seed?: number | readonly number[];
  readonly options?: Readonly<Dictionary<unknown>>;
  /** Which environments to reset; default all. The others keep their last observation, and get an empty info. */
  readonly mask?: readonly boolean[];
}

/** Info of one environment: partial after a reset. */
export type VectorInfo<Observation, Info extends object> = Partial<Info> & {
  readonly finalObservation?: Observation;
  readonly finalInfo?: Info;
};

export type VectorResetResult<Observation, Info extends object> = [
  observations: Observation[],
  infos: VectorInfo<Observation, Info>[],
];

export type VectorStepResult<Observation, Info extends object> = [
  observations: Observation[],
  rewards: Float64Array,
  terminations: Uint8Array,
  truncations: Uint8Array,
  infos: VectorInfo<Observation, Info>[],
];

/** Several environments of equal spaces, stepped together; made by `vectorise`. */
export class VectorEnvironment<Observation, Action, Info extends object> {
  readonly environments: readonly Environment<Observation, Action, Info>[];
  readonly count: number;
  readonly singleObservationSpace: Space<Observation>;
  readonly singleActionSpace: Space<Action>;
  readonly observationSpace: Tuple<readonly Space<Observation>[]>;
  readonly actionSpace: Tuple<readonly Space<Action>[]>;
  readonly metadata: VectorMetadata;
  readonly spec: EnvironmentSpec | null;
  readonly renderMode: RenderMode | null;
  private observations: Observation[] = [];
  private over: boolean[] = [];

  /** Throws `InvalidOption`. */
  constructor(environments: readonly Environment<Observation, Action, Info>[], options: VectorOptions = {}) {
    const { autoreset = 'next-step' } = options;
    if (!AUTORESETS.includes(autoreset)) {
      throw new InvalidOption(expected('autoreset', AUTORESETS.join(' | '), autoreset));
    }
    if (environments.length === 0) throw new InvalidOption(expected('vectorise', 'at least one environment', 0));
    const [first] = environments;
    for (const [i, { observationSpace, actionSpace }] of environments.entries()) {
      if (!(observationSpace.equals(first.observationSpace) && actionSpace.equals(first.actionSpace))) {
        throw new InvalidOption(`vectorise: expected equal spaces but received others from environment ${i}`);
      }
    }
    this.environments = environments;
    this.count = environments.length;
    this.singleObservationSpace = first.observationSpace;
    this.singleActionSpace = first.actionSpace;
    this.observationSpace = new Tuple(environments.map((env) => env.observationSpace));
    this.actionSpace = new Tuple(environments.map((env) => env.actionSpace));
    this.metadata = { renderModes: first.metadata.renderModes, autoreset };
    this.spec = first.spec;
    this.renderMode = first.renderMode;
  }

  /** Throws `InvalidOption` for seeds or a mask of another length. */
  reset({ seed, options, mask }: VectorResetOptions = {}): VectorResetResult<Observation, Info> {
    this.checkLength('mask', mask);
    if (typeof seed === 'object') this.checkLength('seed', seed);
    if (mask?.some((chosen, i) => !chosen && this.over[i] === undefined)) {
      throw new ResetNeeded('reset: a mask left out an environment that was never reset');
    }
    const infos: VectorInfo<Observation, Info>[] = [];
    for (const [i, env] of this.environments.entries()) {
      infos[i] = {} as VectorInfo<Observation, Info>;
      if (mask && !mask[i]) continue;
      const own = typeof seed === 'number' ? seed + i : seed?.[i];
      const [observation, info] = env.reset({ ...(own !== undefined && { seed: own }), ...(options && { options }) });
      this.observations[i] = observation;
      infos[i] = info as VectorInfo<Observation, Info>;
      this.over[i] = false;
    }
    return [[...this.observations], infos];
  }

  /** One action an environment. Throws `ResetNeeded`, and `InvalidOption` for another number of actions. */
  step(actions: ArrayLike<Action>): VectorStepResult<Observation, Info> {
    this.checkLength('actions', actions);
    const { autoreset } = this.metadata;
    if (this.over.length < this.count) throw new ResetNeeded('step was called before reset');
    const waiting = autoreset === 'disabled' ? this.over.indexOf(true) : -1;
    if (waiting >= 0) throw new ResetNeeded(`environment ${waiting} has ended: call reset with a mask`);
    const rewards = new Float64Array(this.count);
    const terminations = new Uint8Array(this.count);
    const truncations = new Uint8Array(this.count);
    const infos: VectorInfo<Observation, Info>[] = [];
    for (let i = 0; i < this.count; i++) {
      const env = this.environments[i];
      if (this.over[i]) {
        infos[i] = this.restart(i);
        continue;
      }
      const [observation, reward, terminated, truncated, info] = env.step(actions[i]);
      rewards[i] = reward;
      terminations[i] = Number(terminated);
      truncations[i] = Number(truncated);
      this.observations[i] = observation;
      this.over[i] = terminated || truncated;
      infos[i] =
        this.over[i] && autoreset === 'same-step'
          ? { ...this.restart(i), finalObservation: observation, finalInfo: info }
          : info;
    }
    return [[...this.observations], rewards, terminations, truncations, infos];
  }

  render(): (string | null)[] {
    return this.environments.map((env) => env.render());
  }

  close(): void {
    for (const env of this.environments) env.close();
    this.over = [];
  }

  /** As of the environments: survives structured cloning. */
  getState(): unknown {
    const states = this.environments.map((env) => env.getState());
    return { states, observations: [...this.observations], over: [...this.over] };
  }

  setState(state: unknown): void {
    const saved = state as { states: unknown[]; observations: Observation[]; over: boolean[] } | null;
    if (!(Array.isArray(saved?.states) && saved.states.length === this.count)) {
      throw new InvalidOption(expected('setState', `what getState of ${this.count} environments returned`, state));
    }
    for (const [i, env] of this.environments.entries()) env.setState(saved.states[i]);
    this.observations = [...saved.observations];
    this.over = [...saved.over];
  }

  private restart(i: number): VectorInfo<Observation, Info> {
    const [observation, info] = this.environments[i].reset();
    this.observations[i] = observation;
    this.over[i] = false;
    return info as VectorInfo<Observation, Info>;
  }

  private checkLength(subject: string, list: ArrayLike<unknown> | undefined): void {
    if (list === undefined || list.length === this.count) return;
    throw new InvalidOption(expected(subject, `${this.count} entries`, list.length));
  }
}

/**
 * A vector of environments: `vectorise([makeOne, makeAnother])`, or `vectorise((index) => make(id), 8)`.
 * Throws `InvalidOption`: no environment, unequal spaces, an unknown autoreset mode.
 */
export function vectorise<Observation, Action, Info extends object>(
  makers: readonly (() => Environment<Observation, Action, Info>)[],
  options?: VectorOptions,
): VectorEnvironment<Observation, Action, Info>;
export function vectorise<Observation, Action, Info extends object>(
  maker: (index: number) => Environment<Observation, Action, Info>,
  count: number,
  options?: VectorOptions,
): VectorEnvironment<Observation, Action, Info>;
export function vectorise<Observation, Action, Info extends object>(
  makers:
    | readonly (() => Environment<Observation, Action, Info>)[]
    | ((index: number) => Environment<Observation, Action, Info>),
  countOrOptions?: number | VectorOptions,
  options?: VectorOptions,
): VectorEnvironment<Observation, Action, Info> {
  if (typeof makers !== 'function') {
    const environments = makers.map((maker) => maker());
    return new VectorEnvironment(environments, typeof countOrOptions === 'object' ? countOrOptions : options);
  }
  if (!(Number.isSafeInteger(countOrOptions) && (countOrOptions as number) > 0)) {
    throw new InvalidOption(expected('vectorise: count', 'a positive integer', countOrOptions));
  }
  const environments = Array.from({ length: countOrOptions as number }, (_, index) => makers(index));
  return new VectorEnvironment(environments, options);
}
