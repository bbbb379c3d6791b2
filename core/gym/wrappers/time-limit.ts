import { InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import type { Environment, EnvironmentSpec, ResetOptions, ResetResult, StepResult } from '../environment.ts';
import { Wrapper } from './wrapper.ts';

/** Sets `truncated`, and nothing else, from the `maxEpisodeSteps`-th step on. */
export class TimeLimit<Observation, Action, Info extends object> extends Wrapper<Observation, Action, Info> {
  readonly maxEpisodeSteps: number;
  private elapsed = 0;

  /** Throws `InvalidOption` unless `maxEpisodeSteps` is a positive integer. */
  constructor(env: Environment<Observation, Action, Info>, maxEpisodeSteps: number) {
    super(env);
    if (!(Number.isSafeInteger(maxEpisodeSteps) && maxEpisodeSteps > 0)) {
      throw new InvalidOption(expected('maxEpisodeSteps', 'a positive integer', maxEpisodeSteps));
    }
    this.maxEpisodeSteps = maxEpisodeSteps;
  }

  override get spec(): EnvironmentSpec | null {
    const { spec } = this.env;
    return spec && { ...spec, maxEpisodeSteps: Math.min(this.maxEpisodeSteps, spec.maxEpisodeSteps ?? Infinity) };
  }

  override reset(options?: ResetOptions): ResetResult<Observation, Info> {
    this.elapsed = 0;
    return super.reset(options);
  }

  override step(action: Action): StepResult<Observation, Info> {
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    this.elapsed++;
    return [observation, reward, terminated, truncated || this.elapsed >= this.maxEpisodeSteps, info];
  }

  protected override save(): unknown {
    return this.elapsed;
  }

  protected override restore(own: unknown): void {
    this.elapsed = own as number;
  }
}
