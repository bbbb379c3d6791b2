/** Several environments that are stepped together. */
import type { Dictionary } from 'ts-essentials';
import { InvalidOption, ResetNeeded } from '../base/errors.ts';
import { expected, refuseUnknownFields } from '../base/messages.ts';
import type { Environment, EnvironmentMetadata, EnvironmentSpec, RenderMode } from './environment.ts';
import type { Space, ValueOf } from './spaces/space.ts';
import { Tuple } from './spaces/tuple.ts';

/**
 * What happens when the episode of one environment ends. The three modes are those of Gymnasium 1.x.
 *
 * - 'next-step': the next step of that environment ignores its action and resets.
 * - 'same-step': the environment is reset within the same step. The last observation and info of the old episode are in
 *   the new info, as `finalObservation` and `finalInfo`.
 * - 'disabled': nothing happens. The user calls `reset({ mask })`; a step before that is refused.
 */
export type Autoreset = 'next-step' | 'same-step' | 'disabled';

const AUTORESETS: readonly Autoreset[] = ['next-step', 'same-step', 'disabled'];

export interface VectorOptions {
  /** What happens when an episode ends; default 'next-step'. */
  readonly autoreset?: Autoreset;
}

export interface VectorMetadata extends EnvironmentMetadata {
  readonly autoreset: Autoreset;
}

export interface VectorResetOptions {
  /** Environment i gets the seed `seed + i`, or entry i of an array. Without it every stream continues. */
  readonly seed?: number | readonly number[];
  /** Options for the `reset` of each environment. */
  readonly options?: Readonly<Dictionary<unknown>>;
  /** Which environments to reset; default all. The others keep their last observation and get an empty info. */
  readonly mask?: readonly boolean[];
}

/** The info of one environment. It may lack fields after a reset. */
export type VectorInfo<Observation, Info extends object> = Partial<Info> & {
  readonly finalObservation?: Observation;
  readonly finalInfo?: Info;
};

export type VectorResetResult<ObservationSpace extends Space<unknown>, Info extends object> = [
  observations: ValueOf<ObservationSpace>[],
  infos: VectorInfo<ValueOf<ObservationSpace>, Info>[],
];

export type VectorStepResult<ObservationSpace extends Space<unknown>, Info extends object> = [
  observations: ValueOf<ObservationSpace>[],
  rewards: Float64Array,
  terminations: Uint8Array,
  truncations: Uint8Array,
  infos: VectorInfo<ValueOf<ObservationSpace>, Info>[],
];

/**
 * Environments with equal spaces that are stepped together. `vectorise` makes one. Observations, rewards and infos have
 * one entry for each environment, in order; terminations and truncations hold 0 or 1.
 */
export class VectorEnvironment<
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  Info extends object,
> {
  readonly environments: readonly Environment<ObservationSpace, ActionSpace, Info>[];
  readonly count: number;
  readonly singleObservationSpace: ObservationSpace;
  readonly singleActionSpace: ActionSpace;
  readonly observationSpace: Tuple<readonly ObservationSpace[]>;
  readonly actionSpace: Tuple<readonly ActionSpace[]>;
  readonly metadata: VectorMetadata;
  readonly spec: EnvironmentSpec | null;
  readonly renderMode: RenderMode | null;
  private observations: ValueOf<ObservationSpace>[] = [];
  private over: boolean[] = [];

  /** @throws InvalidOption for no environment, unequal spaces or an unknown autoreset mode. */
  constructor(environments: readonly Environment<ObservationSpace, ActionSpace, Info>[], options: VectorOptions = {}) {
    refuseUnknownFields(options, ['autoreset'], 'vectorise');
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

  /**
   * Begins episodes in all environments, or in those of the mask.
   * @throws InvalidOption for seeds or a mask of another length.
   * @throws ResetNeeded where a mask leaves out an environment that was never reset.
   */
  reset(given: VectorResetOptions = {}): VectorResetResult<ObservationSpace, Info> {
    refuseUnknownFields(given, ['seed', 'options', 'mask'], 'reset');
    const { seed, options, mask } = given;
    this.checkLength('mask', mask);
    if (typeof seed === 'object') this.checkLength('seed', seed);
    if (mask?.some((chosen, i) => !chosen && this.over[i] === undefined)) {
      throw new ResetNeeded('reset: a mask left out an environment that was never reset');
    }
    const infos: VectorInfo<ValueOf<ObservationSpace>, Info>[] = [];
    for (const [i, env] of this.environments.entries()) {
      infos[i] = {} as VectorInfo<ValueOf<ObservationSpace>, Info>;
      if (mask && !mask[i]) continue;
      const own = typeof seed === 'number' ? seed + i : seed?.[i];
      const [observation, info] = env.reset({ ...(own !== undefined && { seed: own }), ...(options && { options }) });
      this.observations[i] = observation;
      infos[i] = info as VectorInfo<ValueOf<ObservationSpace>, Info>;
      this.over[i] = false;
    }
    return [[...this.observations], infos];
  }

  /**
   * Takes one action in each environment.
   * @throws ResetNeeded before the first `reset`, and in the mode 'disabled' after the end of an episode.
   * @throws InvalidOption for another number of actions than of environments.
   */
  step(actions: ArrayLike<ValueOf<ActionSpace>>): VectorStepResult<ObservationSpace, Info> {
    this.checkLength('actions', actions);
    const { autoreset } = this.metadata;
    if (this.over.length < this.count) throw new ResetNeeded('step was called before reset');
    const waiting = autoreset === 'disabled' ? this.over.indexOf(true) : -1;
    if (waiting >= 0) throw new ResetNeeded(`environment ${waiting} has ended: call reset with a mask`);
    const rewards = new Float64Array(this.count);
    const terminations = new Uint8Array(this.count);
    const truncations = new Uint8Array(this.count);
    const infos: VectorInfo<ValueOf<ObservationSpace>, Info>[] = [];
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

  /** The states of all environments. The value survives structured cloning. */
  getState(): unknown {
    const states = this.environments.map((env) => env.getState());
    return { states, observations: [...this.observations], over: [...this.over] };
  }

  /**
   * Returns to a state that `getState` of equally many environments gave.
   * @throws InvalidOption for any other value.
   */
  setState(state: unknown): void {
    const saved = state as { states: unknown[]; observations: ValueOf<ObservationSpace>[]; over: boolean[] } | null;
    if (!(Array.isArray(saved?.states) && saved.states.length === this.count)) {
      throw new InvalidOption(expected('setState', `what getState of ${this.count} environments returned`, state));
    }
    for (const [i, env] of this.environments.entries()) env.setState(saved.states[i]);
    this.observations = [...saved.observations];
    this.over = [...saved.over];
  }

  private restart(i: number): VectorInfo<ValueOf<ObservationSpace>, Info> {
    const [observation, info] = this.environments[i].reset();
    this.observations[i] = observation;
    this.over[i] = false;
    return info as VectorInfo<ValueOf<ObservationSpace>, Info>;
  }

  private checkLength(subject: string, list: ArrayLike<unknown> | undefined): void {
    if (list === undefined || list.length === this.count) return;
    throw new InvalidOption(expected(subject, `${this.count} entries`, list.length));
  }
}

/**
 * Environments that are stepped together, from a list of makers or from one maker and a count.
 *
 * @throws InvalidOption for no environment, unequal spaces or an unknown autoreset mode.
 *
 * @example
 * ```ts
 * import { make, vectorise } from 'reduced-impact/gym';
 *
 * const vector = vectorise(() => make('Subagent-v0'), 3, { autoreset: 'same-step' });
 * vector.reset({ seed: 7, options: { evidence: [1, 0] } });
 * const [, rewards] = vector.step([0, 2, 2]); // one master sends the null program, two send 'modest'
 * console.log([...rewards]); // [0, 0.5, 0.5]
 * ```
 */
export function vectorise<
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  Info extends object,
>(
  makers: readonly (() => Environment<ObservationSpace, ActionSpace, Info>)[],
  options?: VectorOptions,
): VectorEnvironment<ObservationSpace, ActionSpace, Info>;
export function vectorise<
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  Info extends object,
>(
  maker: (index: number) => Environment<ObservationSpace, ActionSpace, Info>,
  count: number,
  options?: VectorOptions,
): VectorEnvironment<ObservationSpace, ActionSpace, Info>;
export function vectorise<
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  Info extends object,
>(
  makers:
    | readonly (() => Environment<ObservationSpace, ActionSpace, Info>)[]
    | ((index: number) => Environment<ObservationSpace, ActionSpace, Info>),
  countOrOptions?: number | VectorOptions,
  options?: VectorOptions,
): VectorEnvironment<ObservationSpace, ActionSpace, Info> {
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
