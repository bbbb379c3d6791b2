import { InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import type { Environment, StepResult } from '../environment.ts';
import { Wrapper } from './wrapper.ts';

/** The penalty of sending `source` under `evidence`, ≥ 0; `await tabulate(…)` makes one from a penalty's id. */
export type PenaltyFunction = (evidence: readonly number[], source: string) => number;

export interface ImpactPenaltyOptions {
  /** λ: finite, ≥ 0. */
  readonly weight: number;
  readonly penalty: PenaltyFunction;
}

/** What the wrapper reads and writes of a master's info. */
export interface PenalisedInfo {
  readonly evidence: readonly number[];
  readonly source: string;
  readonly penalty: number;
}

/** Reward − weight · penalty, around a master's environment (DESIGN §1). Made by `ImpactPenalty`. */
export class ImpactPenaltyWrapper<Observation, Action, Info extends PenalisedInfo> extends Wrapper<
  Observation,
  Action,
  Info
> {
  readonly weight: number;
  readonly penalty: PenaltyFunction;

  constructor(env: Environment<Observation, Action, Info>, { weight, penalty }: ImpactPenaltyOptions) {
    super(env);
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

  /** Throws `InvalidOption` when the penalty is no finite number ≥ 0. */
  override step(action: Action): StepResult<Observation, Info> {
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    const penalty = this.penalty(info.evidence, info.source);
    if (!(Number.isFinite(penalty) && penalty >= 0)) {
      throw new InvalidOption(expected(`penalty of '${info.source}'`, 'a finite number ≥ 0', penalty));
    }
    return [observation, reward - this.weight * penalty, terminated, truncated, { ...info, penalty }];
  }
}

/**
 * Wraps a master's environment so that its reward is utility − weight · penalty, and `info.penalty` the penalty
 * (DESIGN §4). It is charged for what was sent, whether or not it arrives. Throws `InvalidOption`.
 */
export function ImpactPenalty<Observation, Action, Info extends PenalisedInfo>(
  env: Environment<Observation, Action, Info>,
  options: ImpactPenaltyOptions,
): ImpactPenaltyWrapper<Observation, Action, Info> {
  return new ImpactPenaltyWrapper(env, options);
}
