/**
 * Holds masters to their contract, since a user may write one: what breaks it is refused in a line that names the
 * method.
 */

import { InvalidAgent, ReducedImpactError } from '../../core/base/errors.ts';
import { expected, messageOf } from '../../core/base/messages.ts';
import type { Master, MasterSpec } from './master.ts';

const METHODS = ['act', 'choose', 'learn', 'save', 'restore', 'dispose'] as const;

/**
 * Creates a master whose every call is checked.
 * @param disciples how many disciples there are to choose from.
 * @param make calls `spec.create`.
 * @throws InvalidAgent where `create` or, later, a method throws, or where `act` or `choose` gives no disciple's index,
 * or `save` gives what JSON cannot hold. An error of this package's own passes as it is.
 */
export async function createMaster(spec: MasterSpec, disciples: number, make: () => Promise<Master>): Promise<Master> {
  let master: Master;
  try {
    master = await make();
  } catch (error) {
    throw thrownBy(spec, 'create', error);
  }
  for (const method of METHODS) {
    const given = Object(master)[method] as unknown;
    if (typeof given !== 'function')
      throw new InvalidAgent(expected(`agent ${spec.id}: ${method}`, 'a function of the master it creates', given));
  }
  const call = <Result>(method: (typeof METHODS)[number], run: () => Result): Result => {
    let result: Result;
    try {
      result = run();
    } catch (error) {
      throw thrownBy(spec, method, error);
    }
    if (!(result instanceof Promise)) return result;
    // Nobody waits for it, so that its rejection must not end the process.
    result.catch(() => {});
    throw new InvalidAgent(`agent ${spec.id}: ${method}: expected a result at once but received a promise`);
  };
  const choice = (method: 'act' | 'choose', index: number): number => {
    if (Number.isInteger(index) && index >= 0 && index < disciples) return index;
    const wanted = `the index of a disciple, from 0 to ${disciples - 1},`;
    throw new InvalidAgent(expected(`agent ${spec.id}: ${method}`, wanted, index));
  };
  return {
    act: (evidence, uniform) =>
      choice(
        'act',
        call('act', () => master.act(evidence, uniform)),
      ),
    choose: (evidence) =>
      choice(
        'choose',
        call('choose', () => master.choose(evidence)),
      ),
    learn: (batch, progress) => call('learn', () => master.learn(batch, progress)),
    save: () =>
      call('save', () => {
        const state = master.save();
        // A cycle or a big integer throws here, where the agent can be named, instead of when the state is written.
        JSON.stringify(state);
        return state;
      }),
    restore: (state) => call('restore', () => master.restore(state)),
    dispose: () => call('dispose', () => master.dispose()),
  };
}

function thrownBy(spec: MasterSpec, method: string, error: unknown): Error {
  if (error instanceof ReducedImpactError) return error;
  const [line] = messageOf(error).split('\n');
  return new InvalidAgent(`agent ${spec.id}: ${method} threw: ${line}`, { cause: error });
}
