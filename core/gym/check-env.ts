/** Checks that an environment keeps Gymnasium's contract, and its world the contract of a world. */
import { dequal } from 'dequal';
import { InvalidEnvironment, ReducedImpactError, ResetNeeded } from '../base/errors.ts';
import { expected, messageOf, refuseUnknownFields, show } from '../base/messages.ts';
import { type Stream, stream } from '../base/random.ts';
import { type CheckWorldOptions, checkWorld } from '../check/check-world.ts';
import type { Environment } from './environment.ts';
import { Space } from './spaces/space.ts';
import { WorldEnvironment } from './world-environment.ts';
import { checkResetResult, checkStepResult } from './wrappers/passive-checker.ts';

export interface CheckEnvOptions extends Pick<CheckWorldOptions<unknown>, 'compiled' | 'allowLeak'> {
  /** Leaves out the checks of the world; default false. */
  readonly skipWorld?: boolean;
  /** The number of steps of each trajectory, over as many episodes as they take; default 100. */
  readonly steps?: number;
}

const OPTIONS: readonly (keyof CheckEnvOptions)[] = ['skipWorld', 'steps', 'compiled', 'allowLeak'];
const SEED = 123;

/**
 * Checks an environment, and the world inside it. The environment is closed afterwards: `reset` it before use.
 *
 * - `reset` and `step` return what they should, and observations are in their space.
 * - The same seed gives the same results, and so does `setState` with the same actions.
 * - A step after the end of an episode is refused with `ResetNeeded`.
 * - `render` keeps to the render mode, the spec survives JSON, and `close` may be called twice.
 * - The world passes `checkWorld`: see docs/worlds-contract.md.
 *
 * @throws InvalidEnvironment, in one line, where the environment breaks its contract.
 * @throws InvalidWorld, InvalidSource or LeakyWire where the world breaks its own.
 *
 * @example
 * ```ts
 * import { register } from 'reduced-impact';
 * import { checkEnv, make } from 'reduced-impact/gym';
 * import { garden } from './my-world.ts'; // docs/my-world.ts, which registers Garden-v0
 *
 * checkEnv(make('Garden-v0'));
 * register({ ...garden, id: 'Gilded-v0', utility: () => 2 });
 * let refusal: unknown;
 * try {
 *   checkEnv(make('Gilded-v0', { role: 'disciple' }));
 * } catch (error) {
 *   refusal = error;
 * }
 * console.log((refusal as Error).name); // InvalidWorld
 * ```
 */
export function checkEnv(env: Environment, options: CheckEnvOptions = {}): void {
  refuseUnknownFields(options, OPTIONS, 'checkEnv');
  const { skipWorld = false, steps = 100, ...worldOptions } = options;
  checkDescription(env);
  const bare: unknown = env.unwrapped;
  if (bare instanceof WorldEnvironment && !skipWorld) checkWorld(bare.world, worldOptions);
  checkSeeding(env, steps);
  checkStates(env, steps);
  checkEnd(env);
  checkRender(env);
  for (const time of ['once', 'twice']) guard(`close ${time}`, () => env.close());
}

function checkDescription(env: Environment): void {
  for (const name of ['observationSpace', 'actionSpace'] as const) {
    const space: unknown = env[name];
    if (!(space instanceof Space)) throw invalid(name, 'a Space', space);
    const sample: unknown = space.sampleFrom(stream(SEED, name));
    if (!space.contains(sample)) throw invalid(`${name}.sample`, `a value in ${JSON.stringify(space)}`, sample);
    checkJson(name, space.toJSON());
  }
  if (env.spec !== null) checkJson('spec', env.spec);
  const modes: unknown = env.metadata?.renderModes;
  if (!Array.isArray(modes)) throw invalid('metadata.renderModes', 'an array', modes);
  if (env.renderMode !== null && !modes.includes(env.renderMode)) {
    throw invalid('renderMode', `null or one of ${modes.join(', ')}`, env.renderMode);
  }
  const bare = guard('unwrapped', () => env.unwrapped);
  if (bare !== bare.unwrapped) throw invalid('unwrapped', 'an environment that is its own unwrapped', 'another');
}

/** Two trajectories from one seed must agree in every result. */
function checkSeeding(env: Environment, steps: number): void {
  const play = () => {
    const first = reset(env, SEED);
    return [first, ...walk(env, steps, stream(SEED, 'actions'))];
  };
  checkSame(`reset({ seed: ${SEED} })`, play(), play());
}

/** From a saved state the same actions must lead to the same results, whatever happened in between. */
function checkStates(env: Environment, steps: number): void {
  reset(env, SEED);
  const saved = guard('getState', () => structuredClone(env.getState()));
  const before = walk(env, steps, stream(SEED, 'replay'));
  reset(env, SEED + 1);
  walk(env, 3, stream(SEED, 'detour'));
  guard('setState', () => env.setState(saved));
  checkSame('setState(getState())', before, walk(env, steps, stream(SEED, 'replay')));
}

/** Plays to the end of an episode, if it comes within 10,000 steps. The next step must be refused. */
function checkEnd(env: Environment): void {
  reset(env, SEED);
  const actions = stream(SEED, 'end');
  for (let step = 0; step < 10_000; step++) {
    const [, , terminated, truncated] = advance(env, actions);
    if (!(terminated || truncated)) continue;
    try {
      env.step(env.actionSpace.sampleFrom(actions));
    } catch (error) {
      if (error instanceof ResetNeeded) return;
      throw invalid('step after the end', 'ResetNeeded', messageOf(error));
    }
    throw invalid('step after the end', 'ResetNeeded', 'a result: wrap the environment in OrderEnforcing');
  }
}

function checkRender(env: Environment): void {
  reset(env, SEED);
  const rendered: unknown = guard('render', () => env.render());
  if (env.renderMode === null ? rendered === null : typeof rendered === 'string') return;
  throw invalid(`render with mode ${env.renderMode}`, env.renderMode === null ? 'null' : 'a string', rendered);
}

function reset(env: Environment, seed?: number): unknown {
  const result = guard('reset', () => env.reset(seed === undefined ? undefined : { seed }));
  checkResetResult(env, result);
  return result;
}

/** Takes one random action, and checks the result. */
function advance(env: Environment, actions: Stream) {
  const action = env.actionSpace.sampleFrom(actions);
  const result = guard(`step(${show(action)})`, () => env.step(action));
  checkStepResult(env, result);
  return result;
}

/** The results of `steps` random steps, over as many episodes as they take. */
function walk(env: Environment, steps: number, actions: Stream): unknown[] {
  const results: unknown[] = [];
  for (let step = 0; step < steps; step++) {
    const result = advance(env, actions);
    results.push(result);
    if (result[2] || result[3]) results.push(reset(env));
  }
  return results;
}

function checkSame(subject: string, first: readonly unknown[], second: readonly unknown[]): void {
  const at = first.findIndex((result, i) => !dequal(result, second[i]));
  if (at < 0) return;
  throw invalid(`${subject}: result ${at} of the second trajectory`, show(first[at]), second[at]);
}

function checkJson(subject: string, value: unknown): void {
  const back: unknown = guard(subject, () => JSON.parse(JSON.stringify(value)));
  if (!dequal(back, value)) throw invalid(subject, 'what survives JSON', value);
}

/** Runs the environment's own code. An error that is not ours becomes an `InvalidEnvironment` that names the call. */
function guard<Result>(subject: string, body: () => Result): Result {
  try {
    return body();
  } catch (error) {
    if (error instanceof ReducedImpactError) throw error;
    throw new InvalidEnvironment(`${subject}: ${messageOf(error)}`, { cause: error });
  }
}

function invalid(subject: string, wanted: string, received: unknown): InvalidEnvironment {
  return new InvalidEnvironment(expected(subject, wanted, received));
}
