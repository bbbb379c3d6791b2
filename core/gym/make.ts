import type { Dictionary } from 'ts-essentials';
import { defined } from '../base/defined.ts';
import { InvalidOption } from '../base/errors.ts';
import { didYouMean, expected } from '../base/messages.ts';
import { registry } from '../world/registry.ts';
import type { DiscipleSpec } from '../world/world.ts';
import { DiscipleEnvironment, type DiscipleInfo, type DiscipleObservation } from './disciple-environment.ts';
import type { Environment, EnvironmentSpec, RenderMode, Role } from './environment.ts';
import { MasterEnvironment, type MasterInfo } from './master-environment.ts';
import { describeEnvironment } from './spec.ts';
import { OrderEnforcing } from './wrappers/order-enforcing.ts';
import { PassiveChecker } from './wrappers/passive-checker.ts';
import { TimeLimit } from './wrappers/time-limit.ts';

export interface MakeOptions {
  /** Whose environment; default 'master'. */
  readonly role?: Role;
  /** The world's own options, as after the '?' of an id: `{ houses: 8 }`. */
  readonly world?: Readonly<Dictionary<number | string>>;
  /** Default null: `render` returns null. */
  readonly renderMode?: RenderMode | null;
  /** Steps after which an episode is truncated; default: none. */
  readonly maxEpisodeSteps?: number | null;
  /** Probability that the wire erases the source; default 0.05 for the master, 0 for the disciple. */
  readonly erasure?: number;
  /** What the master chooses from; default the world's disciples. */
  readonly library?: readonly DiscipleSpec[];
  /** Leaves out the passive checker. */
  readonly disableChecker?: boolean;
  /** Seed until `reset` is given one; default 0. */
  readonly seed?: number;
}

const OPTIONS: readonly (keyof MakeOptions)[] = [
  'role',
  'world',
  'renderMode',
  'maxEpisodeSteps',
  'erasure',
  'library',
  'disableChecker',
  'seed',
];

/** The master's environment of a world of any kind. */
export type AnyMaster = Environment<readonly number[], number, MasterInfo>;
/** The disciple's. */
export type AnyDisciple = Environment<DiscipleObservation, number, DiscipleInfo>;

/**
 * The environment of a registered world (DESIGN §4), under the passive checker, order enforcement and, where
 * `maxEpisodeSteps` is given, a time limit. The id may carry the world's options: 'PaperclipFactory-v0?houses=8'.
 * Throws `UnknownId` and `InvalidOption`, offering the nearest name.
 */
export function make(id: string, options: MakeOptions & { readonly role: 'disciple' }): AnyDisciple;
export function make(id: string, options?: MakeOptions & { readonly role?: 'master' }): AnyMaster;
export function make(id: string, options?: MakeOptions): AnyMaster | AnyDisciple;
export function make(id: string, options: MakeOptions = {}): AnyMaster | AnyDisciple {
  checkNames(options);
  const described = spec(id, options);
  const { erasure, renderMode, seed, library } = options;
  const world = registry.world(id, options.world ?? {});
  const shared = { erasure, renderMode, seed, spec: described };
  if (described.role === 'disciple') {
    if (library !== undefined) {
      throw new InvalidOption(expected('library', `the master's environment`, `role 'disciple'`));
    }
    return wrap(new DiscipleEnvironment(world, shared), options);
  }
  return wrap(new MasterEnvironment(world, { ...shared, library }), options);
}

/** The spec of the environment that `make(id, options)` makes. Throws like `make`. */
export function spec(id: string, options: MakeOptions = {}): EnvironmentSpec {
  checkNames(options);
  const { role = 'master', maxEpisodeSteps = null } = options;
  if (role !== 'master' && role !== 'disciple') {
    throw new InvalidOption(expected('role', `'master' or 'disciple'`, role));
  }
  // Without undefined entries, which JSON would drop.
  const given = { ...defined(options) };
  return describeEnvironment(registry.world(id, options.world ?? {}).id, role, { maxEpisodeSteps, options: given });
}

function wrap<Observation, Action, Info extends object>(
  bare: Environment<Observation, Action, Info>,
  { disableChecker = false, maxEpisodeSteps = null }: MakeOptions,
): Environment<Observation, Action, Info> {
  const checked = disableChecker ? bare : new PassiveChecker(bare);
  const ordered = new OrderEnforcing(checked);
  return maxEpisodeSteps === null ? ordered : new TimeLimit(ordered, maxEpisodeSteps);
}

function checkNames(options: MakeOptions): void {
  for (const name of Object.keys(options)) {
    if ((OPTIONS as readonly string[]).includes(name)) continue;
    throw new InvalidOption(`make: unknown option '${name}'.${didYouMean(name, OPTIONS)}`);
  }
}
