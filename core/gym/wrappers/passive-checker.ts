import { InvalidEnvironment, InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import type { ResetOptions, ResetResult, StepResult } from '../environment.ts';
import { Wrapper } from './wrapper.ts';

/**
 * Checks, while the environment is used: every action and reward, and the first observation of `reset` and of `step`.
 * Throws `InvalidOption` for an action outside the space, and `InvalidEnvironment` for what the environment does wrong.
 */
export class PassiveChecker<Observation, Action, Info extends object> extends Wrapper<Observation, Action, Info> {
  private resetChecked = false;
  private stepChecked = false;

  override reset(options?: ResetOptions): ResetResult<Observation, Info> {
    const result = super.reset(options);
    if (!this.resetChecked) {
      checkResetResult(this.env, result);
      this.resetChecked = true;
    }
    return result;
  }

  override step(action: Action): StepResult<Observation, Info> {
    if (!this.actionSpace.contains(action)) {
      throw new InvalidOption(expected('action', JSON.stringify(this.actionSpace), action));
    }
    const result = this.env.step(action);
    if (!this.stepChecked) {
      checkStepResult(this.env, result);
      this.stepChecked = true;
    } else if (!Number.isFinite(result[1])) {
      throw new InvalidEnvironment(expected('reward', 'a finite number', result[1]));
    }
    return result;
  }
}

type Observing = { readonly observationSpace: { contains(value: unknown): boolean } };

/** Throws `InvalidEnvironment` unless `result` is `[observation, info]`. */
export function checkResetResult(env: Observing, result: unknown): void {
  if (!(Array.isArray(result) && result.length === 2)) {
    throw new InvalidEnvironment(expected('reset', '[observation, info]', result));
  }
  checkObservation(env, 'reset', result[0]);
  checkInfo('reset', result[1]);
}

/** Throws `InvalidEnvironment` unless `result` is `[observation, reward, terminated, truncated, info]`. */
export function checkStepResult(env: Observing, result: unknown): void {
  if (!(Array.isArray(result) && result.length === 5)) {
    throw new InvalidEnvironment(expected('step', '[observation, reward, terminated, truncated, info]', result));
  }
  const [observation, reward, terminated, truncated, info] = result as unknown[];
  checkObservation(env, 'step', observation);
  if (!Number.isFinite(reward)) throw new InvalidEnvironment(expected('reward', 'a finite number', reward));
  if (typeof terminated !== 'boolean') throw new InvalidEnvironment(expected('terminated', 'a boolean', terminated));
  if (typeof truncated !== 'boolean') throw new InvalidEnvironment(expected('truncated', 'a boolean', truncated));
  checkInfo('step', info);
}

function checkObservation({ observationSpace }: Observing, method: string, observation: unknown): void {
  if (observationSpace.contains(observation)) return;
  const wanted = `an observation in ${JSON.stringify(observationSpace)}`;
  throw new InvalidEnvironment(expected(method, wanted, observation));
}

function checkInfo(method: string, info: unknown): void {
  if (typeof info === 'object' && info !== null) return;
  throw new InvalidEnvironment(expected(`${method}: info`, 'an object', info));
}
