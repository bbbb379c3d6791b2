/** The wrapper that takes a penalty on impact from a master's reward. */
import { InvalidOption } from '../../base/errors.ts';
import { expected, refuseUnknownFields } from '../../base/messages.ts';
import type { Environment, StepResult } from '../environment.ts';
import type { Space, ValueOf } from '../spaces/space.ts';
import { Wrapper } from './wrapper.ts';

/**
 * The penalty of sending `source` under `evidence`: a finite number ≥ 0. `await tabulate(…)` makes such a function from
 * the id of a penalty.
 */
export type PenaltyFunction = (evidence: readonly number[], source: string) => number;

export interface ImpactPenaltyOptions {
  /** λ, the factor before the penalty: a finite number ≥ 0. */
  readonly weight: number;
  readonly penalty: PenaltyFunction;
}

/** The fields of a master's info that the wrapper reads and writes. */
export interface PenalisedInfo {
  readonly evidence: readonly number[];
  readonly source: string;
  readonly penalty: number;
}

const OPTIONS: readonly (keyof ImpactPenaltyOptions)[] = ['weight', 'penalty'];

/** A master's environment with the reward utility − weight · penalty. `ImpactPenalty` makes one. */
export class ImpactPenaltyWrapper<
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  Info extends PenalisedInfo,
> extends Wrapper<ObservationSpace, ActionSpace, Info> {
  readonly weight: number;
  readonly penalty: PenaltyFunction;

  constructor(env: Environment<ObservationSpace, ActionSpace, Info>, options: ImpactPenaltyOptions) {
    super(env);
    refuseUnknownFields(options, OPTIONS, 'ImpactPenalty');
    const { weight, penalty } = options;
    if (!(Number.isFinite(weight) && weight >= 0)) {
      throw new InvalidOption(expected('weight', 'a finite number ≥ 0', weight));
    }
    if (typeof penalty !== 'function') throw new InvalidOption(expected('penalty', 'a function', penalty));
    if (env.spec !== null && env.spec.role !== 'master') {
      throw new InvalidOption(expected('ImpactPenalty', `a master's environment`, `a ${env.spec.role}'s`));
    }
    this.weight = weight;
    this.penalty = penalty;
  }

  /** @throws InvalidOption where the penalty function gives anything but a finite number ≥ 0. */
  override step(action: ValueOf<ActionSpace>): StepResult<ValueOf<ObservationSpace>, Info> {
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    const penalty = this.penalty(info.evidence, info.source);
    if (!(Number.isFinite(penalty) && penalty >= 0)) {
      throw new InvalidOption(expected(`penalty of '${info.source}'`, 'a finite number ≥ 0', penalty));
    }
    return [observation, reward - this.weight * penalty, terminated, truncated, { ...info, penalty }];
  }
}

/**
 * Wraps a master's environment. Its reward becomes utility − weight · penalty, and `info.penalty` tells the penalty.
 * The master pays for what it sent, whether or not the wire erased it.
 *
 * @throws InvalidOption for a weight or penalty that is not as described, for an unknown option, and for a disciple's
 *   environment.
 *
 * @example
 * ```ts
 * import { compile, registry, tabulate } from 'reduced-impact';
 * import { ImpactPenalty, make } from 'reduced-impact/gym';
 *
 * const penalty = await tabulate(compile(registry.world('Subagent-v0')), 'coarse/joint/tv');
 * const env = ImpactPenalty(make('Subagent-v0'), { weight: 1, penalty });
 * env.reset({ seed: 0, options: { evidence: [1, 0] } });
 * const [, reward, , , info] = env.step(1); // 'greedy' builds a subagent, which floods the village
 * console.log(info.disciple, info.utility, info.penalty.toFixed(3), reward.toFixed(3)); // greedy 1 0.999 0.001
 * ```
 */
export function ImpactPenalty<
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  Info extends PenalisedInfo,
>(
  env: Environment<ObservationSpace, ActionSpace, Info>,
  options: ImpactPenaltyOptions,
): ImpactPenaltyWrapper<ObservationSpace, ActionSpace, Info> {
  return new ImpactPenaltyWrapper(env, options);
}
