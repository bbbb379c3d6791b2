/** The wrapper that checks an environment while it is used, and the checks themselves. */
import { InvalidEnvironment, InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import type { ResetOptions, ResetResult, StepResult } from '../environment.ts';
import type { Space, ValueOf } from '../spaces/space.ts';
import { Wrapper } from './wrapper.ts';

/**
 * Checks every action, every reward, and the whole first result of `reset` and of `step`. Checking each observation
 * would cost too much. It throws `InvalidOption` for an action outside the action space, and `InvalidEnvironment` for a
 * fault of the environment.
 */
export class PassiveChecker<
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  Info extends object,
> extends Wrapper<ObservationSpace, ActionSpace, Info> {
  private resetChecked = false;
  private stepChecked = false;

  override reset(options?: ResetOptions): ResetResult<ValueOf<ObservationSpace>, Info> {
    const result = super.reset(options);
    if (!this.resetChecked) {
      checkResetResult(this.env, result);
      this.resetChecked = true;
    }
    return result;
  }

  override step(action: ValueOf<ActionSpace>): StepResult<ValueOf<ObservationSpace>, Info> {
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

/** @throws InvalidEnvironment unless `result` is `[observation, info]`. */
export function checkResetResult(env: Observing, result: unknown): void {
  if (!(Array.isArray(result) && result.length === 2)) {
    throw new InvalidEnvironment(expected('reset', '[observation, info]', result));
  }
  checkObservation(env, 'reset', result[0]);
  checkInfo('reset', result[1]);
}

/** @throws InvalidEnvironment unless `result` is `[observation, reward, terminated, truncated, info]`. */
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
