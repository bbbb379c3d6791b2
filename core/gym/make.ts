/** Makes the environment of a registered world from the world's id. */
import type { Dictionary } from 'ts-essentials';
import { defined } from '../base/defined.ts';
import { InvalidOption } from '../base/errors.ts';
import { expected, refuseUnknownFields } from '../base/messages.ts';
import { registry } from '../world/registry.ts';
import type { DiscipleSpec } from '../world/world.ts';
import { DiscipleEnvironment, type DiscipleInfo, type DiscipleObservationSpace } from './disciple-environment.ts';
import type { Environment, EnvironmentSpec, RenderMode, Role } from './environment.ts';
import { MasterEnvironment } from './master-environment.ts';
import type { MasterInfo } from './sending-environment.ts';
import type { Discrete } from './spaces/discrete.ts';
import type { MultiDiscrete } from './spaces/multi-discrete.ts';
import type { Sources } from './spaces/sources.ts';
import type { Space } from './spaces/space.ts';
import { describeEnvironment } from './spec.ts';
import { OrderEnforcing } from './wrappers/order-enforcing.ts';
import { PassiveChecker } from './wrappers/passive-checker.ts';
import { TimeLimit } from './wrappers/time-limit.ts';
import { WritingEnvironment } from './writing-environment.ts';

export interface MakeOptions {
  /** Who acts; default 'master'. */
  readonly role?: Role;
  /** The world's own options, as after the '?' of an id: `{ houses: 8 }`. */
  readonly world?: Readonly<Dictionary<number | string>>;
  /** 'ansi' makes `render` return text; default null, and `render` returns null. */
  readonly renderMode?: RenderMode | null;
  /** The number of steps after which an episode is truncated; default null, no limit. */
  readonly maxEpisodeSteps?: number | null;
  /** The probability that the wire erases the source; default 0.05 for the master and 0 for the disciple. */
  readonly erasure?: number;
  /** What a master's action is: the 'index' of a source in the library, the default, or the 'source' itself. */
  readonly actions?: 'index' | 'source';
  /** The sources that the master chooses from by index; default the world's disciples. */
  readonly library?: readonly DiscipleSpec[];
  /** Leaves out the passive checker; default false. */
  readonly disableChecker?: boolean;
  /** An integer that seeds the random streams until `reset` is given a seed; default 0. */
  readonly seed?: number;
}

const OPTIONS: readonly (keyof MakeOptions)[] = [
  'role',
  'world',
  'renderMode',
  'maxEpisodeSteps',
  'erasure',
  'actions',
  'library',
  'disableChecker',
  'seed',
];

/** A master's environment, whatever the world's states are. */
export type AnyMaster = Environment<MultiDiscrete, Discrete, MasterInfo>;
/** The environment of a master that writes, whatever the world's states are. */
export type AnyWriter = Environment<MultiDiscrete, Sources, MasterInfo>;
/** A disciple's environment, whatever the world's states are. */
export type AnyDisciple = Environment<DiscipleObservationSpace, Discrete, DiscipleInfo>;

/**
 * The environment of a registered world. It is wrapped in `PassiveChecker`, in `OrderEnforcing` and, where
 * `maxEpisodeSteps` is given, in `TimeLimit`. The id may carry the world's own options: 'PaperclipFactory-v0?houses=2'.
 *
 * @throws UnknownId for an id that is not registered, with the nearest one.
 * @throws InvalidOption for an unknown option, with the nearest one, and for a value out of range.
 * @throws InvalidSource for a library with a source that is no program.
 *
 * @example
 * ```ts
 * import { make } from 'reduced-impact/gym';
 *
 * const env = make('Hurricane-v0', { seed: 1 });
 * const [evidence] = env.reset({ options: { evidence: [1, 0] } }); // reliability=0.9 boat=home
 * const [, reward, terminated, , info] = env.step(3); // sends 'bounded'
 * console.log(evidence, env.actionSpace.n); // [1, 0] 5
 * console.log(info.disciple, info.x, reward, terminated); // bounded 1 0.8 true
 * ```
 */
export function make(id: string, options: MakeOptions & { readonly role: 'disciple' }): AnyDisciple;
export function make(
  id: string,
  options: MakeOptions & { readonly role?: 'master'; readonly actions: 'source' },
): AnyWriter;
export function make(
  id: string,
  options?: MakeOptions & { readonly role?: 'master'; readonly actions?: 'index' },
): AnyMaster;
export function make(id: string, options?: MakeOptions): AnyMaster | AnyWriter | AnyDisciple;
export function make(id: string, options: MakeOptions = {}): AnyMaster | AnyWriter | AnyDisciple {
  const described = spec(id, options);
  const { erasure, renderMode, seed, library } = options;
  const world = registry.world(id, options.world ?? {});
  const shared = { erasure, renderMode, seed, spec: described };
  if (described.role === 'disciple') return wrap(new DiscipleEnvironment(world, shared), options);
  if (options.actions === 'source') return wrap(new WritingEnvironment(world, shared), options);
  return wrap(new MasterEnvironment(world, { ...shared, library }), options);
}

/** The spec of the environment that `make(id, options)` would make. It throws what `make` throws. */
export function spec(id: string, options: MakeOptions = {}): EnvironmentSpec {
  refuseUnknownFields(options, OPTIONS, 'make');
  const { role = 'master', maxEpisodeSteps = null, actions = 'index' } = options;
  if (role !== 'master' && role !== 'disciple') {
    throw new InvalidOption(expected('role', `'master' or 'disciple'`, role));
  }
  if (actions !== 'index' && actions !== 'source') {
    throw new InvalidOption(expected('actions', `'index' or 'source'`, actions));
  }
  for (const name of ['actions', 'library'] as const) {
    if (role === 'disciple' && options[name] !== undefined) {
      throw new InvalidOption(expected(name, `the master's environment`, `role 'disciple'`));
    }
  }
  if (actions === 'source' && options.library !== undefined) {
    throw new InvalidOption(expected('library', `actions 'index'`, `actions 'source'`));
  }
  // JSON would drop entries that are undefined, and the spec must survive JSON.
  const given = { ...defined(options) };
  return describeEnvironment(registry.world(id, options.world ?? {}).id, role, { maxEpisodeSteps, options: given });
}

function wrap<ObservationSpace extends Space<unknown>, ActionSpace extends Space<unknown>, Info extends object>(
  bare: Environment<ObservationSpace, ActionSpace, Info>,
  { disableChecker = false, maxEpisodeSteps = null }: MakeOptions,
): Environment<ObservationSpace, ActionSpace, Info> {
  const checked = disableChecker ? bare : new PassiveChecker(bare);
  const ordered = new OrderEnforcing(checked);
  return maxEpisodeSteps === null ? ordered : new TimeLimit(ordered, maxEpisodeSteps);
}
