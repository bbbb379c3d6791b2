/** The interface of an environment: Gymnasium's, synchronous, with `getState` and `setState` added. */
import type { Dictionary } from 'ts-essentials';
import type { Space, ValueOf } from './spaces/space.ts';

/** The render modes there are; 'ansi' renders text. A mode is chosen when the environment is made. */
export type RenderMode = 'ansi';

/** Who acts in an environment: the master (one step an episode) or the disciple (one step a tick). */
export type Role = 'master' | 'disciple';

export interface EnvironmentMetadata {
  readonly renderModes: readonly RenderMode[];
}

/** How an environment was made. It survives JSON, and `make(spec.id, spec.options)` makes the environment again. */
export interface EnvironmentSpec {
  /** The world's id, such as 'PaperclipFactory-v0'. */
  readonly id: string;
  /** The number after '-v' of the id: changed dynamics get a higher one. */
  readonly version: number;
  readonly role: Role;
  /** The number of steps after which `TimeLimit` truncates an episode, or null where there is no such limit. */
  readonly maxEpisodeSteps: number | null;
  /** The options that `make` was given. The world's own options are under `world`. */
  readonly options: Readonly<Dictionary<unknown>>;
}

export interface ResetOptions {
  /** An integer that restarts the environment's random streams. Without it the streams continue. */
  readonly seed?: number;
  /** Options that the environment reads. The environments of worlds take `{ evidence: [...] }`. */
  readonly options?: Readonly<Dictionary<unknown>>;
}

/** What `reset` returns. Its info may lack fields that only a step can fill. */
export type ResetResult<Observation, Info extends object> = [observation: Observation, info: Partial<Info>];

/** What `step` returns, in Gymnasium's order. */
export type StepResult<Observation, Info extends object> = [
  observation: Observation,
  reward: number,
  terminated: boolean,
  truncated: boolean,
  info: Info,
];

/**
 * Gymnasium's environment, synchronous and with camel-case names. `getState` and `setState` are added, because a
 * counterfactual needs to go back to a state and continue in another way.
 *
 * The type parameters are the two spaces and the info, so `env.actionSpace.n` has a type where the space is `Discrete`.
 */
export interface Environment<
  ObservationSpace extends Space<unknown> = Space<unknown>,
  ActionSpace extends Space<unknown> = Space<unknown>,
  Info extends object = object,
> {
  readonly observationSpace: ObservationSpace;
  readonly actionSpace: ActionSpace;
  readonly spec: EnvironmentSpec | null;
  /** The environment inside all wrappers. An environment without wrappers returns itself. */
  readonly unwrapped: Environment;
  readonly metadata: EnvironmentMetadata;
  readonly renderMode: RenderMode | null;

  /**
   * Begins an episode.
   * @throws InvalidOption for a seed or an option that the environment does not take.
   */
  reset(options?: ResetOptions): ResetResult<ValueOf<ObservationSpace>, Info>;

  /**
   * Takes one action. `terminated` is true when the episode reached its own end, `truncated` when a limit cut it off.
   * After either, the next call must be `reset`.
   * @throws ResetNeeded before the first `reset` and after the end of an episode.
   */
  step(action: ValueOf<ActionSpace>): StepResult<ValueOf<ObservationSpace>, Info>;

  /** The present scene as text where the render mode is 'ansi', else null. */
  render(): string | null;

  /** Releases what the environment holds. A second call does nothing. */
  close(): void;

  /**
   * Everything that later results depend on, including the positions of the random streams. The value survives
   * structured cloning, and JSON where the world's states do.
   *
   * @example Branch a world: from one state, raze a house in one future and wait in the other.
   * ```ts
   * import { make } from 'reduced-impact/gym';
   *
   * const env = make('PaperclipFactory-v0', { role: 'disciple', seed: 1 });
   * env.reset({ options: { evidence: [0, 0, 0] } });
   * env.step(1); // north, to the machine
   * const saved = env.getState();
   * const [razed] = env.step(6); // raze
   * env.setState(saved);
   * const [waited] = env.step(0); // wait
   * const wire = 1; // the place of the wire among the numbers that the disciple observes
   * console.log(razed.observation[wire], waited.observation[wire]); // 5 4
   * ```
   */
  getState(): unknown;

  /**
   * Returns to a state that `getState` gave, of this environment or of one that was made in the same way. The same
   * actions then give the same results.
   * @throws InvalidOption for a value that `getState` did not give.
   */
  setState(state: unknown): void;
}
