import { dequal } from 'dequal';
import { InvalidEnvironment, ReducedImpactError, ResetNeeded } from '../base/errors.ts';
import { expected, messageOf, show } from '../base/messages.ts';
import { type Stream, stream } from '../base/random.ts';
import { type CheckWorldOptions, checkWorld } from '../check/check-world.ts';
import type { Environment } from './environment.ts';
import { Space } from './spaces/space.ts';
import { WorldEnvironment } from './world-environment.ts';
import { checkResetResult, checkStepResult } from './wrappers/passive-checker.ts';

export interface CheckEnvOptions extends Pick<CheckWorldOptions<unknown>, 'compiled' | 'allowLeak'> {
  /** Leaves out `checkWorld`; default false. */
  readonly skipWorld?: boolean;
  /** Steps of one trajectory, over as many episodes as that takes; default 100. */
  readonly steps?: number;
}

const SEED = 123;

/**
 * Whether an environment keeps Gymnasium's contract, and its world the suite's (DESIGN §4): shapes of `reset` and
 * `step`, observations in their space, the same results from the same seed and after `setState`, a step after the end
 * refused with `ResetNeeded`, `render`, a spec that survives JSON, `close` twice. Throws `InvalidEnvironment`, and what
 * `checkWorld` throws, in one line. The environment is left closed: `reset` it before use.
 */
export function checkEnv(
  env: Environment,
  { skipWorld = false, steps = 100, ...worldOptions }: CheckEnvOptions = {},
): void {
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

/** Two trajectories from one seed must agree in everything. */
function checkSeeding(env: Environment, steps: number): void {
  const play = () => {
    const first = reset(env, SEED);
    return [first, ...walk(env, steps, stream(SEED, 'actions'))];
  };
  checkSame(`reset({ seed: ${SEED} })`, play(), play());
}

/** From a saved state the same actions must lead to the same results, even when other things happened in between. */
function checkStates(env: Environment, steps: number): void {
  reset(env, SEED);
  const saved = guard('getState', () => structuredClone(env.getState()));
  const before = walk(env, steps, stream(SEED, 'replay'));
  reset(env, SEED + 1);
  walk(env, 3, stream(SEED, 'detour'));
  guard('setState', () => env.setState(saved));
  checkSame('setState(getState())', before, walk(env, steps, stream(SEED, 'replay')));
}

/** Plays to the end of an episode, where one is near; the next step must be refused. */
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

/** One checked step with a random action. */
function advance(env: Environment, actions: Stream) {
  const action = env.actionSpace.sampleFrom(actions);
  const result = guard(`step(${show(action)})`, () => env.step(action));
  checkStepResult(env, result);
  return result;
}

/** Everything that `steps` random steps give, over as many episodes as they take. */
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

/** Runs the environment's own code: an error that is not already one line for the user is named and becomes one. */
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
