import type { Dictionary } from 'ts-essentials';
import type { Space } from './spaces/space.ts';

/** Fixed when the environment is made; 'ansi' renders text. */
export type RenderMode = 'ansi';

/** Which of DESIGN §4's two environments: the master's (one step an episode) or the disciple's (one step a tick). */
export type Role = 'master' | 'disciple';

export interface EnvironmentMetadata {
  readonly renderModes: readonly RenderMode[];
}

/** How an environment was made; survives JSON, and `make(spec.id, spec.options)` makes it again. */
export interface EnvironmentSpec {
  /** The world's id, such as 'PaperclipFactory-v0'. */
  readonly id: string;
  /** The number after '-v'; changed dynamics mean a higher one. */
  readonly version: number;
  readonly role: Role;
  /** Steps after which `TimeLimit` truncates; null where nothing but the world ends an episode. */
  readonly maxEpisodeSteps: number | null;
  /** The options that `make` was given, the world's under `world`. */
  readonly options: Readonly<Dictionary<unknown>>;
}

export interface ResetOptions {
  /** An integer that restarts the environment's random streams; when omitted they continue. */
  readonly seed?: number;
  /** Read by the environment: ours take `{ evidence: [...] }`. */
  readonly options?: Readonly<Dictionary<unknown>>;
}

export type ResetResult<Observation, Info extends object> = [observation: Observation, info: Partial<Info>];

export type StepResult<Observation, Info extends object> = [
  observation: Observation,
  reward: number,
  terminated: boolean,
  truncated: boolean,
  info: Info,
];

/** Gymnasium's environment, synchronous, with the `getState` and `setState` that counterfactuals need (DESIGN §4). */
export interface Environment<Observation = unknown, Action = unknown, Info extends object = object> {
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;
  readonly spec: EnvironmentSpec | null;
  /** The environment under all wrappers; itself where there are none. */
  readonly unwrapped: Environment;
  readonly metadata: EnvironmentMetadata;
  readonly renderMode: RenderMode | null;
  /** Begins an episode. Throws `InvalidOption` for a seed or option it cannot take. */
  reset(options?: ResetOptions): ResetResult<Observation, Info>;
  /** `terminated` when the episode came to its end, `truncated` when a limit cut it off; then `reset` is due. */
  step(action: Action): StepResult<Observation, Info>;
  /** The present scene as text when made with render mode 'ansi', else null. */
  render(): string | null;
  /** Releases what the environment holds; calling it again does nothing. */
  close(): void;
  /** Everything that later results depend on, positions of the random streams included; survives structured cloning. */
  getState(): unknown;
  /** Returns to a state that `getState` of an equally made environment gave: the same actions then give the same results. */
  setState(state: unknown): void;
}
