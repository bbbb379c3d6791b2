/** The wrapper that cuts episodes off after a number of steps. */
import { InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import type { Environment, EnvironmentSpec, ResetOptions, ResetResult, StepResult } from '../environment.ts';
import type { Space, ValueOf } from '../spaces/space.ts';
import { Wrapper } from './wrapper.ts';

/** Sets `truncated` from step number `maxEpisodeSteps` on, and changes nothing else. */
export class TimeLimit<
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  Info extends object,
> extends Wrapper<ObservationSpace, ActionSpace, Info> {
  readonly maxEpisodeSteps: number;
  private elapsed = 0;

  /** @throws InvalidOption unless `maxEpisodeSteps` is a positive integer. */
  constructor(env: Environment<ObservationSpace, ActionSpace, Info>, maxEpisodeSteps: number) {
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

  override reset(options?: ResetOptions): ResetResult<ValueOf<ObservationSpace>, Info> {
    this.elapsed = 0;
    return super.reset(options);
  }

  override step(action: ValueOf<ActionSpace>): StepResult<ValueOf<ObservationSpace>, Info> {
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    this.elapsed++;
    return [observation, reward, terminated, truncated || this.elapsed >= this.maxEpisodeSteps, info];
  }

  protected override saveOwn(): unknown {
    return this.elapsed;
  }

  protected override restoreOwn(own: unknown): void {
    this.elapsed = own as number;
  }
}
